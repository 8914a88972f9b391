/*
title: {sv: Regler efter ålder, en: Rules by age}
doc:
  sv: "En rad per ålder som någon regel gäller, med den ålder som reglerna räknar med: 18 för alla som har de ungas avgifter och för äldre åldern, högst den högsta gränsen. En ålder utan rad räknas som 0. Så har alla med samma regler samma skatt en gång."
  en: "One row per age to which a rule applies, with the age that the rules use: 18 for everyone with the contributions of the young, and for older persons the age, capped at the highest limit. An age without a row counts as 0. All who have the same rules thus have the same tax once."
materialized: table
columns:
  age: Age at the start of the year, up to 150.
  rule_age: 18, or the age of a rule for older persons.
*/
WITH digits AS (
    SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (d)
),
ages AS (
    SELECT CAST(a.d + 10 * b.d + 100 * c.d AS INTEGER) AS age
    FROM digits AS a
    CROSS JOIN digits AS b
    CROSS JOIN digits AS c
    WHERE a.d + 10 * b.d + 100 * c.d <= 150
),
limits AS (
    SELECT
        r.*,
        CASE WHEN allowance_age > credit_age THEN credit_age ELSE allowance_age END AS older_tax,
        CASE WHEN allowance_age > credit_age THEN allowance_age ELSE credit_age END AS oldest_tax
    FROM metric.tax_rule AS r
),
ruled AS (
    SELECT
        a.age,
        CAST(CASE
            WHEN a.age BETWEEN l.young_from AND l.young_to THEN 18
            WHEN a.age < l.older_tax AND coalesce(a.age < l.older_from, TRUE) THEN 0
            WHEN a.age > l.oldest_tax AND coalesce(a.age > l.older_from, TRUE) THEN CASE WHEN l.older_from > l.oldest_tax THEN l.older_from ELSE l.oldest_tax END
            ELSE a.age
        END AS INTEGER) AS rule_age
    FROM ages AS a
    LEFT JOIN limits AS l ON TRUE
)
SELECT age, rule_age
FROM ruled
WHERE rule_age <> 0
