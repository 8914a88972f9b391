/*
title: {sv: Personer i åtagandets målgrupp, en: Persons in the target group of the undertaking}
doc:
  sv: En rad per åtagande och person som är placerad på dess avtal. Gäller åtagandet en målgrupp, eller någon av flera skilda med semikolon, måste personen höra till den. Den som har andra målgrupper hör inte till den. Har personen ingen känd målgrupp, eller finns åtagandets målgrupp inte hos någon deltagare, är svaret okänt.
  en: One row per undertaking and person placed on its contract. If the undertaking is for a target group, or any of several separated by semicolons, the person must belong to it. A person with other target groups does not. If no target group of the person is known, or no participant has that of the undertaking, the answer is unknown.
materialized: table
columns:
  contract_id: Contract.
  no: Number of the undertaking in the contract.
  person: Pseudonym.
  member: Whether the person is in the target group; NULL if unknown.
*/
WITH positions AS (
    SELECT n FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS v (n)
),
stated AS (
    SELECT DISTINCT r.contract_id, r.no, trim(split_part(r.target_group, ';', n.n)) AS target_group
    FROM metric.requirement_once AS r
    CROSS JOIN positions AS n
    WHERE trim(split_part(r.target_group, ';', n.n)) <> ''
),
recorded AS (
    SELECT DISTINCT target_group FROM metric.person_target_group WHERE target_group IS NOT NULL
),
comparable AS (
    SELECT s.contract_id, s.no, count(*) = count(r.target_group) AS all_recorded
    FROM stated AS s
    LEFT JOIN recorded AS r ON r.target_group = s.target_group
    GROUP BY s.contract_id, s.no
),
belonging AS (
    SELECT DISTINCT s.contract_id, s.no, t.person
    FROM stated AS s
    INNER JOIN metric.person_target_group AS t ON t.target_group = s.target_group
),
grouped AS (
    SELECT person, count(target_group) AS target_groups
    FROM metric.person_target_group
    GROUP BY person
)
SELECT DISTINCT
    r.contract_id,
    r.no,
    p.person,
    CASE WHEN r.target_group IS NULL OR b.person IS NOT NULL THEN TRUE WHEN c.all_recorded AND g.target_groups > 0 THEN FALSE END AS member
FROM metric.requirement_once AS r
INNER JOIN metric.requirement_placement AS p ON p.contract_id = r.contract_id
LEFT JOIN comparable AS c ON c.contract_id = r.contract_id AND c.no = r.no
LEFT JOIN belonging AS b ON b.contract_id = r.contract_id AND b.no = r.no AND b.person = p.person
LEFT JOIN grouped AS g ON g.person = p.person
