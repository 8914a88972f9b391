/*
title: {sv: Uppföljningens månader, en: Months of the follow-up}
doc:
  sv: En rad per månad från den första som någon rad i utfallen gäller till uppföljningens slut, högst tusen månader.
  en: One row per month from the first that any outcome row is about to the end of follow-up, at most a thousand months.
materialized: table
columns:
  month: First day of the month.
  month_no: Year times twelve plus month, so that the difference of two is a number of months.
  factor: Factor to base-year prices; 1 for a year without an index, NULL if the index is blank.
*/
WITH digits AS (
    SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (d)
),
numbers AS (
    SELECT a.d + 10 * b.d + 100 * c.d AS n
    FROM digits AS a
    CROSS JOIN digits AS b
    CROSS JOIN digits AS c
),
bounds AS (
    SELECT min(o.month) AS first_month
    FROM core.outcome AS o
),
months AS (
    SELECT
        CAST(f.last_month - INTERVAL '1' MONTH * n.n AS DATE) AS month,
        CAST(f.last_no - n.n AS INTEGER) AS month_no
    FROM metric.follow_up AS f
    CROSS JOIN numbers AS n
)
SELECT
    m.month,
    m.month_no,
    CASE WHEN i.year IS NULL THEN CAST(1 AS DOUBLE) ELSE CAST(i.factor AS DOUBLE) END AS factor
FROM months AS m
INNER JOIN bounds AS b ON m.month >= b.first_month
LEFT JOIN metric.price_factor AS i ON i.year = extract(year FROM m.month)
