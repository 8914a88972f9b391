/*
title: {sv: Inkomst före och efter, en: Income before and after}
doc:
  sv: En rad per person i insatsen med en placering. En månad räknas om hela månaden är täckt och minst ett belopp är känt; okända belopp i en sådan månad räknas inte med. En månad då personen är avliden eller har flyttat räknas inte.
  en: One row per person in the measure with a placement. A month is counted if all of it is covered and at least one amount is known; unknown amounts in such a month are left out. A month in which the person is deceased or has moved is not counted.
columns:
  person: Pseudonym.
  municipality: Municipality of residence.
  first_day: First day of the first placement.
  income_before: Mean monthly income in the twelve months before, SEK; NULL if no month is observed.
  income_after: The same in the twelve months starting with the month of the first day, SEK.
*/
WITH started AS (
    SELECT person, min(first_day) AS first_day
    FROM metric.contract_person
    GROUP BY person
),
months AS (
    SELECT
        o.person,
        (extract(year FROM o.month) * 12 + extract(month FROM o.month))
            - (extract(year FROM s.first_day) * 12 + extract(month FROM s.first_day)) AS month_no,
        CASE
            WHEN coalesce(o.wage, o.social_assistance, o.unemployment_benefit, o.other_benefit) IS NOT NULL
                THEN coalesce(o.wage, 0) + coalesce(o.social_assistance, 0) + coalesce(o.unemployment_benefit, 0) + coalesce(o.other_benefit, 0)
        END AS income
    FROM metric.person_month AS o
    INNER JOIN started AS s ON s.person = o.person
    WHERE o.whole AND coalesce(o.state NOT IN ('deceased', 'moved'), TRUE)
),
means AS (
    SELECT
        person,
        avg(CASE WHEN month_no BETWEEN -12 AND -1 THEN CAST(income AS DOUBLE) END) AS income_before,
        avg(CASE WHEN month_no BETWEEN 0 AND 11 THEN CAST(income AS DOUBLE) END) AS income_after
    FROM months
    GROUP BY person
)
SELECT
    s.person,
    p.municipality,
    s.first_day,
    m.income_before,
    m.income_after
FROM started AS s
LEFT JOIN metric.participant_once AS p ON p.person = s.person
LEFT JOIN means AS m ON m.person = s.person
