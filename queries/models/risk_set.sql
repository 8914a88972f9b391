/*
title: {sv: Riskmängder, en: Risk sets}
doc:
  sv: "En rad per startmånad och person: de som då började och de som de jämförs med, i samma bostadskommun. Alla är kända i minst 80 procent av månaderna i vart och ett av de fyra block som ligger före start. En startmånad där ingen deltagare uppfyller det är inte med."
  en: "One row per start month and person: those who then started and those they are compared with, in the same municipality of residence. All are known in at least 80 percent of the months of each of the four blocks before the start. A start month in which no participant is so is left out."
materialized: table
split: person
columns:
  person: Pseudonym.
  scope: Municipality of residence.
  region: County, the first two digits of the municipality's code.
  start_month: First day of the start month.
  start_no: Year times twelve plus month.
  treated: Whether the person starts in the month.
  starts_later: Whether the person starts within the 36 event months, after the first of them.
  supplier: Supplier of the first placement; NULL for the comparison.
  source: Source that most of the person's known months come from, the first in alphabetical order in case of a tie.
  months_without_work: Months from the last month in work to the start; NULL if no month in work is known.
  work_36: Share of the known months in work, event months −36 to −25.
  work_24: The same, −24 to −13.
  work_12: The same, −12 to −7.
  work_6: The same, −6 to −1.
*/
WITH known AS (
    SELECT
        c.*,
        c.start_no - 1 - s.last_work_no AS months_without_work,
        CAST(s.work_before_36 AS DOUBLE) / s.known_before_36 AS work_36,
        CAST(s.work_before_24 AS DOUBLE) / s.known_before_24 AS work_24,
        CAST(s.work_before_12 AS DOUBLE) / s.known_before_12 AS work_12,
        CAST(s.work_before_6 AS DOUBLE) / s.known_before_6 AS work_6
    FROM metric.risk_candidate AS c
    INNER JOIN metric.risk_sum AS s ON s.person = c.person AND s.start_no = c.start_no
    WHERE s.enough_history
),
starts AS (
    SELECT DISTINCT scope, start_no
    FROM known
    WHERE treated
),
counted AS (
    SELECT person, source, count(*) AS months
    FROM metric.person_state
    WHERE known = 1 AND source IS NOT NULL
    GROUP BY person, source
),
ranked AS (
    SELECT
        person,
        source,
        row_number() OVER (PARTITION BY person ORDER BY months DESC, source) AS place
    FROM counted
)
SELECT
    k.person,
    k.scope,
    substr(k.scope, 1, 2) AS region,
    k.start_month,
    k.start_no,
    k.treated,
    k.starts_later,
    CASE WHEN k.treated THEN p.supplier END AS supplier,
    r.source,
    k.months_without_work,
    k.work_36,
    k.work_24,
    k.work_12,
    k.work_6
FROM known AS k
INNER JOIN starts AS g ON g.scope = k.scope AND g.start_no = k.start_no
LEFT JOIN metric.person_start AS p ON p.person = k.person
LEFT JOIN ranked AS r ON r.person = k.person AND r.place = 1
