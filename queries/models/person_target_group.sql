/*
title: {sv: Varje persons målgrupper, en: Target groups of each person}
doc:
  sv: En rad per person och målgrupp. En person hör till varje grupp som någon källa anger, så grupperna överlappar. En person som ingen källa anger någon grupp för har en rad utan grupp.
  en: One row per person and target group. A person belongs to every group that any source states, so that groups overlap. A person for whom no source states a group has one row without a group.
materialized: table
columns:
  person: Pseudonym.
  target_group: Target group; NULL if no source states any.
*/
WITH positions AS (
    SELECT n FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) AS v (n)
),
stated AS (
    SELECT DISTINCT
        p.person,
        split_part(p.target_group, ';', n.n) AS target_group
    FROM core.participant AS p
    CROSS JOIN positions AS n
    WHERE split_part(p.target_group, ';', n.n) <> ''
)
SELECT DISTINCT
    p.person,
    s.target_group
FROM core.participant AS p
LEFT JOIN stated AS s ON s.person = p.person
