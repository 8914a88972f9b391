/*
title: {sv: Prisfaktor till basårets priser, en: Price factor to base-year prices}
doc:
  sv: Konsumentprisindex för basåret delat med årets, en rad per år med index. Belopp från ett år utan rad räknas inte om, och en kontroll varnar; ett år med tomt index har okänd faktor.
  en: Consumer price index of the base year divided by that of the year, one row per year with an index. Amounts of a year without a row are not deflated, and a check warns; a year with a blank index has an unknown factor.
materialized: table
columns:
  year: Calendar year.
  factor: Factor by which an amount of the year is multiplied; NULL if the index of the year or of the base year is blank.
*/
WITH ranked AS (
    SELECT
        CAST(extract(year FROM valid_from) AS INTEGER) AS year,
        CASE WHEN value > 0 THEN value END AS value,
        row_number() OVER (
            PARTITION BY extract(year FROM valid_from)
            ORDER BY CASE WHEN _source = 'dubbelkrona' THEN 1 ELSE 0 END, valid_from DESC, _source, _row
        ) AS place
    FROM core.parameter
    WHERE name = 'kpi' AND scope = 'all'
),
yearly AS (
    SELECT year, value FROM ranked WHERE place = 1
)
SELECT
    y.year,
    -- No index grows by a factor of 10,000; a larger factor is an error, and unknown.
    CAST(TRY_CAST(CAST(base.value AS DOUBLE) / CAST(y.value AS DOUBLE) AS DECIMAL(13, 9)) AS DECIMAL(28, 9)) AS factor
FROM yearly AS y
CROSS JOIN metric.base_year AS b
INNER JOIN yearly AS base ON base.year = b.base_year
