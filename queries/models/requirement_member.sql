/*
title: {sv: Personer i åtagandets målgrupp, en: Persons in the target group of the undertaking}
doc:
  sv: En rad per åtagande och person som är placerad på dess avtal. Gäller åtagandet en målgrupp måste personen höra till den; om det är okänt är svaret okänt.
  en: One row per undertaking and person placed on its contract. If the undertaking is for a target group, the person must belong to it; if that is unknown, so is the answer.
materialized: table
columns:
  contract_id: Contract.
  no: Number of the undertaking in the contract.
  person: Pseudonym.
  member: Whether the person is in the target group; NULL if unknown.
*/
SELECT DISTINCT
    r.contract_id,
    r.no,
    p.person,
    CASE WHEN r.target_group IS NULL THEN TRUE END AS member
FROM metric.requirement_once AS r
INNER JOIN metric.requirement_placement AS p ON p.contract_id = r.contract_id
