/*
title: {sv: Prisfaktor till basårets priser, en: Price factor to base-year prices}
doc:
  sv: Konsumentprisindex för basåret delat med årets, en rad per år som har ett index. Utan index räknas inget om, och en varning säger det.
  en: Consumer price index of the base year over that of the year, one row per year with an index. Without an index nothing is deflated, and a warning says so.
columns:
  year: Calendar year.
  factor: What an amount of the year is multiplied by.
*/
WITH ranked AS (
    SELECT
        CAST(extract(year FROM valid_from) AS INTEGER) AS year,
        value,
        row_number() OVER (
            PARTITION BY extract(year FROM valid_from)
            ORDER BY CASE WHEN _source = 'dubbelkrona' THEN 1 ELSE 0 END, valid_from DESC, _source, _row
        ) AS place
    FROM core.parameter
    WHERE name = 'kpi' AND scope = 'all' AND value > 0
),
yearly AS (
    SELECT year, value FROM ranked WHERE place = 1
)
SELECT
    y.year,
    CAST(base.value / y.value AS DECIMAL(28, 9)) AS factor
FROM yearly AS y
CROSS JOIN metric.base_year AS b
INNER JOIN yearly AS base ON base.year = b.base_year
