/*
title: {sv: Vilka som lämnas utanför effekten, en: Who is left out of the effect}
doc:
  sv: "Antal personer per bostadskommun och skäl. Var och en i insatsen som inte är med räknas en gång, under det första skälet i denna ordning: unregistered, municipality_unknown, no_placement, first_sight (ingen känd månad före start), unknown_before (månaden före start är okänd), deceased, in_work (i arbete månaden före start), too_little_history (färre än 80 procent kända månader i ett block före start). I jämförelsegruppen räknas den som saknar historik vid varje start där den annars kunde jämföras: comparison_history."
  en: "Number of persons by municipality of residence and reason. Everyone in the measure who is not included counts once, under the first reason in this order: unregistered, municipality_unknown, no_placement, first_sight (no known month before the start), unknown_before (the month before the start is unknown), deceased, in_work (in work in the month before the start), too_little_history (fewer than 80 percent known months in a block before the start). In the comparison group, whoever lacks history at every start at which the person could otherwise be compared counts: comparison_history."
materialized: table
columns:
  reason: Why.
  scope: Municipality of residence; NULL if unknown.
  persons: Number of persons.
*/
WITH seen AS (
    SELECT person, min(month_no) AS first_no
    FROM metric.person_state
    WHERE known = 1
    GROUP BY person
),
started AS (
    SELECT DISTINCT person FROM metric.risk_set WHERE treated
),
compared AS (
    SELECT
        c.person,
        c.scope,
        max(CASE WHEN s.enough_history THEN 1 ELSE 0 END) AS enough
    FROM metric.risk_candidate AS c
    INNER JOIN metric.risk_sum AS s ON s.person = c.person AND s.start_no = c.start_no
    GROUP BY c.person, c.scope
),
reasons AS (
    SELECT
        p.person,
        p.municipality AS scope,
        CASE
            WHEN p.municipality IS NULL THEN 'municipality_unknown'
            WHEN s.person IS NULL THEN 'no_placement'
            WHEN seen.first_no IS NULL OR seen.first_no >= s.start_no THEN 'first_sight'
            WHEN m.work IS NULL THEN 'unknown_before'
            WHEN m.deceased THEN 'deceased'
            WHEN m.work = 1 THEN 'in_work'
            ELSE 'too_little_history'
        END AS reason
    FROM metric.participant_once AS p
    LEFT JOIN metric.person_start AS s ON s.person = p.person
    LEFT JOIN seen ON seen.person = p.person
    LEFT JOIN metric.person_state AS m ON m.person = s.person AND m.month_no = s.start_no - 1
    LEFT JOIN started AS d ON d.person = p.person
    WHERE p.treated AND d.person IS NULL
    UNION ALL
    SELECT DISTINCT pl.person, CAST(NULL AS VARCHAR), 'unregistered'
    FROM core.placement AS pl
    LEFT JOIN metric.participant_once AS p ON p.person = pl.person
    WHERE p.person IS NULL
    UNION ALL
    SELECT c.person, c.scope, 'comparison_history'
    FROM compared AS c
    INNER JOIN metric.participant_once AS p ON p.person = c.person
    WHERE NOT p.treated AND c.enough = 0
)
SELECT
    reason,
    scope,
    count(*) AS persons
FROM reasons
GROUP BY reason, scope
