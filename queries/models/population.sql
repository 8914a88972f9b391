/*
title: {sv: Invånare, en: Inhabitants}
doc:
  sv: Kommunernas invånare enligt indikatorn population, med de år som varje uppgift gäller. Ett år utan uppgift har den senaste kända före det; före den första är antalet okänt. Uppgifter som säger emot varandra om samma dag är okända.
  en: The municipalities' inhabitants by the indicator population, with the years for which each figure is used. A year without a figure has the latest known before it; before the first one the number is unknown. Figures that contradict each other about the same day are unknown.
materialized: table
columns:
  municipality: Code of the municipality.
  first_year: First year for which it is used, that of the figure.
  last_year: Last year for which it is used; 9999 if no later figure is known.
  is_current: Whether it is the latest that is not of a later year than the current day.
  population: Number of inhabitants.
*/
WITH stated AS (
    SELECT
        area AS municipality,
        CAST(extract(year FROM period) AS INTEGER) AS first_year,
        period,
        CASE WHEN min(value) = max(value) THEN min(value) END AS population
    FROM core.indicator
    WHERE indicator = 'population'
      AND coalesce(sex, 'T') = 'T'
      AND value > 0
    GROUP BY area, period
),
-- The last figure of a year.
ranked AS (
    SELECT
        municipality,
        first_year,
        population,
        row_number() OVER (PARTITION BY municipality, first_year ORDER BY period DESC) AS place
    FROM stated
),
known AS (
    SELECT
        municipality,
        first_year,
        population
    FROM ranked
    WHERE place = 1
),
followed AS (
    SELECT
        k.municipality,
        k.first_year,
        k.population,
        coalesce(min(later.first_year) - 1, 9999) AS last_year
    FROM known AS k
    LEFT JOIN known AS later ON later.municipality = k.municipality AND later.first_year > k.first_year
    GROUP BY k.municipality, k.first_year, k.population
)
SELECT
    f.municipality,
    f.first_year,
    f.last_year,
    extract(year FROM t.day) BETWEEN f.first_year AND f.last_year AS is_current,
    f.population
FROM followed AS f
LEFT JOIN metric.today AS t ON TRUE
