/*
title: {sv: Uppgift för en grupp av kommuner, en: Figure for a group of municipalities}
doc:
  sv: Indikatorer som en källa anger både för en grupp av kommuner och för de kommuner som den namnger. En rad per kommun, och en rad utan kommun för det som inte kan placeras, så att raderna summerar till gruppens tal. Är gruppens tal okänt, eller mindre än kommunernas, är det som inte kan placeras okänt.
  en: Indicators that a source states both for a group of municipalities and for those that it names. One row for each municipality, and one without a municipality for what cannot be placed, so that the rows add up to the figure of the group. If the figure of the group is unknown, or less than that of its municipalities, what cannot be placed is unknown.
materialized: table
columns:
  indicator: Indicator; steering_documents is the sum of its categories where it is not stated as a whole.
  municipality: Code of the municipality, NULL for what cannot be placed in one.
  period: First day of the period.
  value: Figure of the municipality, or what cannot be placed.
  total: Figure of the group, on the row without a municipality.
  placed: Sum of the municipalities' figures, on the row without a municipality.
*/
-- A policy document is stated by category for the group.
WITH stated AS (
    SELECT
        CASE WHEN indicator LIKE 'steering_documents_%' THEN 'steering_documents' ELSE indicator END AS indicator,
        indicator AS stated_as,
        CASE WHEN length(area) = 4 AND TRY_CAST(area AS INTEGER) IS NOT NULL THEN area END AS municipality,
        period,
        value
    FROM core.indicator
    WHERE indicator IN ('steering_documents', 'steering_documents_separate', 'steering_documents_incorporated', 'effect_measurement_begun')
      AND coalesce(sex, 'T') = 'T'
),
-- What is stated as a whole comes before the sum of its categories.
summed AS (
    SELECT
        indicator,
        municipality,
        period,
        count(CASE WHEN stated_as = indicator THEN value END) AS as_a_whole,
        sum(CASE WHEN stated_as = indicator THEN value END) AS whole,
        CASE WHEN count(*) = count(value) THEN sum(value) END AS of_categories
    FROM stated
    GROUP BY indicator, municipality, period
),
known AS (
    SELECT
        indicator,
        municipality,
        period,
        CASE WHEN as_a_whole > 0 THEN whole ELSE of_categories END AS value
    FROM summed
),
placed AS (
    SELECT
        indicator,
        period,
        sum(value) AS placed
    FROM known
    WHERE municipality IS NOT NULL
    GROUP BY indicator, period
)
SELECT
    indicator,
    municipality,
    period,
    value,
    CAST(NULL AS DECIMAL(38, 6)) AS total,
    CAST(NULL AS DECIMAL(38, 6)) AS placed
FROM known
WHERE municipality IS NOT NULL
UNION ALL
SELECT
    k.indicator,
    NULL AS municipality,
    k.period,
    CASE WHEN k.value >= coalesce(p.placed, 0) THEN k.value - coalesce(p.placed, 0) END AS value,
    k.value AS total,
    coalesce(p.placed, 0) AS placed
FROM known AS k
LEFT JOIN placed AS p ON p.indicator = k.indicator AND p.period = k.period
WHERE k.municipality IS NULL
