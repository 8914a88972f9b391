/*
title: {sv: Antagen effekt per deltagare och avtal, en: Assumed effect per participant and contract}
doc:
  sv: Diskonterade årsarbeten per deltagare ur parametrarna, före undanträngning. Inget räknas efter seriens sista år, om inte drop_off och horizon är satta.
  en: Discounted person-years per participant from the parameters, before displacement. Nothing is counted after the last year of the series unless drop_off and horizon are set.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  person_years: Discounted person-years per participant; NULL if the effect is extrapolated to an unknown horizon.
  first_year: Person-years in the contract year per participant.
  se: Standard error of person_years, with fully correlated years; NULL if that of the effect, or person_years, is unknown.
  last_year: Last year of the series, t.
*/
WITH series AS (
    SELECT
        contract_id,
        residence,
        TRY_CAST(substr(name, length('employment_effect.') + 1) AS INTEGER) AS t,
        CAST(value AS DOUBLE) AS effect
    FROM metric.parameter_in_force
    WHERE name LIKE 'employment_effect.%'
),
observed AS (
    SELECT
        s.contract_id,
        s.residence,
        max(s.t) AS last_year,
        count(DISTINCT s.t) AS years,
        min(r.discount_rate) AS discount_rate,
        min(r.effect_se) AS effect_se,
        coalesce(min(r.drop_off), 0) AS drop_off,
        min(r.horizon) AS horizon,
        sum(s.effect * power(1 + CAST(r.discount_rate AS DOUBLE), -s.t)) AS person_years,
        sum(power(1 + CAST(r.discount_rate AS DOUBLE), -s.t)) AS weight,
        sum(CASE WHEN s.t = 0 THEN s.effect END) AS first_year
    FROM series AS s
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    WHERE s.t >= 0
    GROUP BY s.contract_id, s.residence
    HAVING count(s.effect) = count(*)
),
tails AS (
    -- Years last_year+1 … horizon-1 are a geometric series with this ratio.
    SELECT
        o.*,
        (1 - CAST(o.drop_off AS DOUBLE)) / (1 + CAST(o.discount_rate AS DOUBLE)) AS ratio,
        CASE WHEN o.drop_off <= 0 OR o.horizon - 1 < o.last_year THEN 0 ELSE o.horizon - 1 - o.last_year END AS years_after,
        last.effect AS last_effect
    FROM observed AS o
    INNER JOIN series AS last ON last.contract_id = o.contract_id AND last.residence = o.residence AND last.t = o.last_year
),
weighted AS (
    SELECT
        *,
        power(1 + CAST(discount_rate AS DOUBLE), -last_year)
            * CASE WHEN ratio = 1 THEN years_after ELSE ratio * (1 - power(ratio, years_after)) / (1 - ratio) END AS tail
    FROM tails
)
SELECT
    contract_id,
    residence,
    person_years + last_effect * tail AS person_years,
    first_year,
    CAST(effect_se AS DOUBLE) * (weight + tail) AS se,
    last_year
FROM weighted
WHERE years = last_year + 1
