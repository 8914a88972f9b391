/*
title: {sv: Basår, en: Base year}
doc:
  sv: Året i vars priser och satser alla värden uttrycks. Projektets egen rad går före den inbyggda, därefter den senaste.
  en: The year in whose prices and rates all values are expressed. The project's own row takes precedence over the built-in one, then the latest row.
materialized: table
columns:
  base_year: The year.
  day: 1 January of the year; rates in force on this day are used.
*/
WITH ranked AS (
    SELECT
        TRY_CAST(value AS INTEGER) AS base_year,
        row_number() OVER (
            ORDER BY CASE WHEN _source = 'dubbelkrona' THEN 1 ELSE 0 END, valid_from DESC, _source, _row
        ) AS place
    FROM core.parameter
    WHERE name = 'base_year' AND scope = 'all' AND (value IS NOT NULL OR _source <> 'dubbelkrona')
)
SELECT
    base_year,
    CAST(CAST(base_year AS VARCHAR) || '-01-01' AS DATE) AS day
FROM ranked
WHERE place = 1 AND base_year BETWEEN 1000 AND 9999
