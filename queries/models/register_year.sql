/*
title: {sv: Registrens år, en: Years of the registers}
doc:
  sv: En rad per kommun och år från det första till det sista som något i dess register säkert gäller eller bedömdes. Ett planerat sista datum utan skäl ut gör inget år.
  en: One row per municipality and year from the first to the last to which something in its register surely applies or in which it was assessed. A planned last day without a reason out makes no year.
materialized: table
columns:
  municipality: Municipality.
  year: Year.
  day: Its last day.
*/
WITH days AS (
    SELECT municipality, counted_from AS day FROM metric.social_enterprise
    UNION ALL
    SELECT municipality, entry FROM metric.social_enterprise
    UNION ALL
    SELECT municipality, CAST(exit - INTERVAL '1' DAY AS DATE) FROM metric.social_enterprise WHERE reason_out IS NOT NULL
),
spans AS (
    SELECT
        municipality,
        CAST(extract(year FROM min(day)) AS INTEGER) AS first_year,
        CAST(extract(year FROM max(day)) AS INTEGER) AS last_year
    FROM days
    WHERE day IS NOT NULL
    GROUP BY municipality
),
digit AS (
    SELECT number FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS d (number)
),
-- All years that a date of the tables can have.
years AS (
    SELECT 1900 + 100 * c.number + 10 * t.number + u.number AS year
    FROM digit AS c
    CROSS JOIN digit AS t
    CROSS JOIN digit AS u
    WHERE c.number < 3
)
SELECT
    s.municipality,
    y.year,
    CAST(CAST(y.year AS VARCHAR) || '-12-31' AS DATE) AS day
FROM spans AS s
INNER JOIN years AS y ON y.year BETWEEN s.first_year AND s.last_year
