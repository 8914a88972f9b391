/*
title: {sv: Osäker indata per avtal, en: Uncertain inputs by contract}
doc:
  sv: Värde, lågt och högt av varje indata som dras, för avtal i det dubbla värdet. Avtal med samma indata har samma klass, så att dragningarna räknas en gång för alla dem.
  en: Value, low and high of each input that is drawn, for contracts in the double value. Contracts with the same inputs have the same class, so that the draws are calculated once for all of them.
materialized: table
columns:
  contract_id: Contract.
  class: The inputs as text.
  input: displacement, reference_price, discount_rate or drop_off.
  value: Value; NULL if unknown.
  low: Lowest reasonable value; equal to the value if the input is not drawn.
  high: Highest reasonable value; equal to the value if the input is not drawn.
  normal: Whether low and high are the 5 and 95 % quantiles of a normal distribution; otherwise they are the ends of a triangular one.
*/
WITH drawn AS (
    -- These parameters depend on the buyer, so they are the same for every residence.
    SELECT
        contract_id,
        CASE WHEN name = 'reference_price_factor' THEN 'reference_price' ELSE name END AS input,
        min(value) AS value,
        min(low) AS low,
        min(high) AS high,
        min(distribution) AS distribution,
        1 AS stated
    FROM metric.parameter_in_force
    WHERE name = 'displacement' OR name = 'reference_price_factor' OR name = 'discount_rate' OR name = 'drop_off'
    GROUP BY contract_id, name
),
stated AS (
    SELECT
        v.contract_id,
        i.input,
        -- A reference price without a factor is multiplied by 1.
        CASE WHEN d.stated IS NULL AND i.input = 'reference_price' THEN CAST(1 AS DECIMAL(18, 6)) ELSE d.value END AS value,
        d.low,
        d.high,
        d.distribution
    FROM metric.contract_value AS v
    CROSS JOIN (VALUES ('displacement'), ('reference_price'), ('discount_rate'), ('drop_off')) AS i (input)
    LEFT JOIN drawn AS d ON d.contract_id = v.contract_id AND d.input = i.input
    WHERE v.covered
),
bounded AS (
    SELECT
        contract_id,
        input,
        -- An end on the wrong side of the value makes the input unknown.
        CASE WHEN distribution = 'fixed' OR coalesce(low <= value AND value <= high, TRUE) THEN value END AS value,
        CASE WHEN distribution = 'fixed' OR low IS NULL OR high IS NULL THEN value ELSE low END AS low,
        CASE WHEN distribution = 'fixed' OR low IS NULL OR high IS NULL THEN value ELSE high END AS high,
        coalesce(distribution, '') = 'normal' AS normal
    FROM stated
),
named AS (
    SELECT
        *,
        input || ' ' || coalesce(CAST(value AS VARCHAR), '') || ' ' || coalesce(CAST(low AS VARCHAR), '') || ' ' || coalesce(CAST(high AS VARCHAR), '')
            || CASE WHEN normal THEN ' normal' ELSE '' END AS text
    FROM bounded
),
classes AS (
    SELECT
        contract_id,
        max(CASE WHEN input = 'displacement' THEN text END) || ', ' || max(CASE WHEN input = 'reference_price' THEN text END) || ', '
            || max(CASE WHEN input = 'discount_rate' THEN text END) || ', ' || max(CASE WHEN input = 'drop_off' THEN text END) AS class
    FROM named
    GROUP BY contract_id
)
SELECT
    n.contract_id,
    c.class,
    n.input,
    n.value,
    n.low,
    n.high,
    n.normal
FROM named AS n
INNER JOIN classes AS c ON c.contract_id = n.contract_id
