/*
title: {sv: Avtal och deras deltagare som rader, en: Contracts and their participants as rows}
doc:
  sv: För varje avtal med deltagare en rad för avtalet självt, utan person, och en rad per deltagare. Ett nyckeltal lägger avtalets belopp på den första raden och räknar personer på de andra, så att båda räknas en gång per grupp.
  en: For each contract with participants, one row for the contract itself, without a person, and one row per participant. A metric puts the contract's amounts on the first and counts persons on the others, so that both are counted once per group.
columns:
  contract_id: Contract.
  person: Pseudonym; NULL in the row of the contract itself.
  home: Whether this is the person's contract with the fewest participants, which every person has one of; NULL in the row of the contract itself. These persons of contracts add up, as the contracts' amounts do.
*/
WITH sized AS (
    SELECT contract_id, person, count(*) OVER (PARTITION BY contract_id) AS participants
    FROM metric.contract_person
)
SELECT contract_id, NULL AS person, NULL AS home
FROM metric.contract_person
GROUP BY contract_id
UNION ALL
SELECT
    contract_id,
    person,
    row_number() OVER (PARTITION BY person ORDER BY participants, contract_id) = 1 AS home
FROM sized
