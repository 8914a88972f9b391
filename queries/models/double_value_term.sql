/*
title: {sv: Termer av det dubbla värdet, en: Terms of the double value}
doc:
  sv: >-
    Beloppen som det dubbla värdet är en summa av, per köpande kommun, klass av indata och år. En term efter seriens sista år är en
    geometrisk serie. Med z för effekten är värdet av en term (labour + z · labour_se) · (1 − undanträngning) · diskontering.
  en: >-
    The amounts whose sum is the double value, by buying municipality, class of inputs and year. A term after the last year of the
    series is a geometric series. With z of the effect, the value of a term is (labour + z · labour_se) · (1 − displacement) · discounting.
materialized: table
columns:
  municipality: Buying municipality; empty if unknown.
  class: The inputs of the contracts as text, see contract_input.
  year: Years since the contract year.
  years_after: Number of years after this one that the effect declines in; 0 for a term that is one year.
  cost: C, SEK, in the term of the contract year; 0 in others.
  service_value: V, SEK, in the same way.
  subsidy: G, SEK, in the same way.
  labour: Labour cost of the effect in one year, before displacement and discounting, SEK.
  labour_se: Standard error of labour, SEK; NULL if that of the effect is unknown.
*/
WITH series AS (
    -- The effect depends on the buyer, so it is the same for every residence.
    SELECT
        contract_id,
        TRY_CAST(substr(name, length('employment_effect.') + 1) AS INTEGER) AS year,
        CAST(min(value) AS DOUBLE) AS effect
    FROM metric.parameter_in_force
    WHERE name LIKE 'employment_effect.%'
    GROUP BY contract_id, name
),
last_years AS (
    SELECT contract_id, max(year) AS year
    FROM series
    GROUP BY contract_id
),
rates AS (
    SELECT contract_id, CAST(min(effect_se) AS DOUBLE) AS se, min(drop_off) AS drop_off, min(horizon) AS horizon
    FROM metric.contract_rate
    GROUP BY contract_id
),
years AS (
    SELECT s.contract_id, s.year, 0 AS years_after, s.effect, r.se
    FROM series AS s
    INNER JOIN rates AS r ON r.contract_id = s.contract_id
    WHERE s.year >= 0
    UNION ALL
    SELECT s.contract_id, s.year, r.horizon - 1 - s.year AS years_after, s.effect, r.se
    FROM series AS s
    INNER JOIN last_years AS l ON l.contract_id = s.contract_id AND l.year = s.year
    INNER JOIN rates AS r ON r.contract_id = s.contract_id
    WHERE r.drop_off > 0 AND r.horizon - 1 > s.year
),
terms AS (
    SELECT
        coalesce(v.municipality, '') AS municipality,
        i.class,
        y.year,
        y.years_after,
        CASE WHEN y.year = 0 AND y.years_after = 0 THEN v.cost ELSE 0 END AS cost,
        CASE WHEN y.year = 0 AND y.years_after = 0 THEN v.service_value ELSE 0 END AS service_value,
        CASE WHEN y.year = 0 AND y.years_after = 0 THEN v.subsidy ELSE 0 END AS subsidy,
        TRY_CAST(v.labour_value_all * y.effect AS DECIMAL(28, 2)) AS labour,
        TRY_CAST(v.labour_value_all * y.se AS DECIMAL(28, 2)) AS labour_se
    FROM metric.contract_value AS v
    INNER JOIN metric.contract_input AS i ON i.contract_id = v.contract_id AND i.input = 'displacement'
    INNER JOIN years AS y ON y.contract_id = v.contract_id
    WHERE v.covered
)
SELECT
    municipality,
    class,
    year,
    years_after,
    sum(cost) AS cost,
    sum(service_value) AS service_value,
    sum(subsidy) AS subsidy,
    CASE WHEN count(labour) = count(*) THEN sum(labour) END AS labour,
    CASE WHEN count(labour_se) = count(*) THEN sum(labour_se) END AS labour_se
FROM terms
GROUP BY municipality, class, year, years_after
