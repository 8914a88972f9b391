/*
title: {sv: Termer av det dubbla värdet, en: Terms of the double value}
doc:
  sv: >-
    Beloppen som det dubbla värdet är en summa av, per köpande kommun, klass av indata och år. En term efter seriens sista år är en
    geometrisk serie. En skattad effekt har en term per block. Med z för effekten är värdet av en term (labour + z · labour_se) · (1 − undanträngning) · diskontering.
  en: >-
    The amounts whose sum is the double value, by buying municipality, class of inputs and year. A term after the last year of the
    series is a geometric series. An estimated effect has a term for each block. With z of the effect, the value of a term is (labour + z · labour_se) · (1 − displacement) · discounting.
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
    SELECT contract_id, CAST(min(effect_se) AS DOUBLE) AS se, min(drop_off) AS drop_off, min(horizon) AS horizon, 1 + CAST(min(discount_rate) AS DOUBLE) AS growth
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
-- A block is discounted by its first month, and within it by the rate's value.
blocks AS (
    SELECT
        x.contract_id,
        x.block - 1 AS year,
        sum(x.years) AS exposure,
        sum(CASE WHEN k.kronor THEN e.labour_cost * x.years ELSE e.work * x.years * f.labour_cost / CAST(nullif(f.participants, 0) AS DOUBLE) END) AS labour
    FROM metric.contract_exposure AS x
    INNER JOIN metric.residence_effect AS e ON e.residence = x.residence AND e.block = x.block
    INNER JOIN metric.contract_estimate AS k ON k.contract_id = x.contract_id AND k.residence = x.residence
    INNER JOIN metric.participant_year_flow AS f ON f.contract_id = x.contract_id AND f.residence = x.residence
    GROUP BY x.contract_id, x.block
),
estimated AS (
    SELECT contract_id, sum(exposure) AS exposure, sum(labour) AS labour
    FROM blocks
    GROUP BY contract_id
),
amounts AS (
    SELECT y.contract_id, y.year, y.years_after, v.labour_value_all * y.effect AS labour, v.labour_value_all * y.se AS labour_se
    FROM years AS y
    INNER JOIN metric.contract_value AS v ON v.contract_id = y.contract_id
    LEFT JOIN estimated AS t ON t.contract_id = y.contract_id
    WHERE t.contract_id IS NULL
    UNION ALL
    SELECT
        b.contract_id,
        b.year,
        0,
        b.labour * power(r.growth, b.year),
        CASE WHEN t.exposure > 0 THEN v.labour_se * b.exposure / CAST(t.exposure AS DOUBLE) * power(r.growth, b.year) END
    FROM blocks AS b
    INNER JOIN estimated AS t ON t.contract_id = b.contract_id AND t.exposure > 0
    INNER JOIN rates AS r ON r.contract_id = b.contract_id
    INNER JOIN metric.contract_value AS v ON v.contract_id = b.contract_id
    UNION ALL
    -- What no block has, such as the assumed effect in another municipality of residence.
    SELECT v.contract_id, 0, 0, v.labour_value_gross - t.labour, CASE WHEN t.exposure > 0 THEN 0 ELSE v.labour_se END
    FROM metric.contract_value AS v
    INNER JOIN estimated AS t ON t.contract_id = v.contract_id
),
terms AS (
    SELECT
        coalesce(v.municipality, '') AS municipality,
        i.class,
        a.year,
        a.years_after,
        0 AS cost,
        0 AS service_value,
        0 AS subsidy,
        TRY_CAST(a.labour AS DECIMAL(28, 2)) AS labour,
        TRY_CAST(a.labour_se AS DECIMAL(28, 2)) AS labour_se
    FROM metric.contract_value AS v
    INNER JOIN metric.contract_input AS i ON i.contract_id = v.contract_id AND i.input = 'displacement'
    INNER JOIN amounts AS a ON a.contract_id = v.contract_id
    WHERE v.covered
    UNION ALL
    SELECT coalesce(v.municipality, ''), i.class, 0, 0, v.cost, v.service_value, v.subsidy, 0, 0
    FROM metric.contract_value AS v
    INNER JOIN metric.contract_input AS i ON i.contract_id = v.contract_id AND i.input = 'displacement'
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
