/*
title: {sv: Vilka som kan jämföras vid varje start, en: Who can be compared at each start}
doc:
  sv: "En rad per startmånad och registrerad deltagare, i insatsen eller i jämförelsegruppen, som bor i en kommun där någon då började, som månaden före var känd, inte i arbete och inte avliden, och som inte hade börjat tidigare. Den som börjar senare är med tills dess. En person kan vara med vid flera startmånader. Den som är i insatsen men saknar placering är inte med: det är okänt när den började."
  en: "One row per start month and registered participant, in the measure or in the comparison group, who lives in a municipality where somebody then started, whose state in the month before was known, not in work and not deceased, and who had not started earlier. Whoever starts later is included until then. A person can be included at several start months. A person in the measure without a placement is not included: when the person started is unknown."
materialized: table
columns:
  person: Pseudonym.
  scope: Municipality of residence.
  start_month: First day of the start month.
  start_no: Year times twelve plus month.
  treated: Whether the person starts in the month.
  starts_later: Whether the person starts within the 36 event months, after the first of them.
*/
WITH starts AS (
    SELECT DISTINCT scope, start_month, start_no
    FROM metric.person_start
    WHERE scope IS NOT NULL
),
pool AS (
    SELECT
        p.person,
        p.municipality AS scope,
        s.start_no
    FROM metric.participant_once AS p
    LEFT JOIN metric.person_start AS s ON s.person = p.person
    WHERE NOT p.treated OR s.person IS NOT NULL
)
SELECT
    p.person,
    g.scope,
    g.start_month,
    g.start_no,
    coalesce(p.start_no = g.start_no, FALSE) AS treated,
    coalesce(p.start_no > g.start_no AND p.start_no < g.start_no + 36, FALSE) AS starts_later
FROM metric.person_state AS m
INNER JOIN pool AS p ON p.person = m.person
INNER JOIN starts AS g ON g.scope = p.scope AND g.start_no = m.month_no + 1
WHERE m.work = 0 AND NOT m.deceased AND coalesce(p.start_no >= g.start_no, TRUE)
