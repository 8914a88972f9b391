/*
title: {sv: Effekt per deltagare och avtal, en: Effect per participant and contract}
doc:
  sv: >-
    Den effekt som det dubbla värdet räknar med, per avtal och bostadskommun, i diskonterade årsarbeten per deltagare före undanträngning. En skattad effekt för kommunen går före
    parametrarna. Har kommunen en effekt som inte får visas finns ingen, inte heller en antagen. Utan utvärdering gäller parametrarna.
  en: >-
    The effect that the double value is computed with, by contract and municipality of residence, in discounted person-years per participant before displacement. An estimated effect
    of the municipality precedes the parameters. If the municipality has an effect that may not be shown there is none, nor an assumed one. Without an evaluation the parameters hold.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  basis: estimated, assumed or not_shown.
  verdict: Verdict on the effect of the municipality, as in effect.verdict; NULL if it has not been evaluated.
  earlier_start: Whether the effect is that of an earlier start, with which the value is never called double.
  kronor_estimated: Whether the SEK are estimated too.
  person_years: Discounted person-years per participant; NULL if there is no effect or it is extrapolated to an unknown horizon.
  first_year: Person-years in the contract year per participant.
  during: Person-years per participant while placed, for an assumed effect those of the contract year.
  se: Standard error of person_years; NULL if that, or person_years, is unknown.
  person_years_assumed: What person_years would be with the parameters; NULL if unknown.
*/
WITH based AS (
    SELECT
        s.contract_id,
        s.residence,
        s.participants,
        CASE WHEN v.verdict = 'skattad' AND e.contract_id IS NOT NULL THEN 'estimated' WHEN v.verdict IN ('ej_belagd', 'for_fa') THEN 'not_shown' ELSE 'assumed' END AS basis,
        v.verdict,
        coalesce(v.earlier_start AND e.contract_id IS NOT NULL, FALSE) AS earlier_start,
        coalesce(e.kronor, FALSE) AS kronor_estimated
    FROM metric.contract_scope AS s
    LEFT JOIN effect.verdict AS v ON v.effect = 'employment' AND v.scope = s.residence
    LEFT JOIN metric.contract_estimate AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
)
SELECT
    b.contract_id,
    b.residence,
    b.basis,
    b.verdict,
    b.earlier_start,
    b.kronor_estimated,
    CASE WHEN b.basis = 'estimated' THEN CAST(e.person_years AS DOUBLE) / nullif(b.participants, 0) WHEN b.basis = 'assumed' THEN a.person_years END AS person_years,
    CASE WHEN b.basis = 'estimated' THEN CAST(e.first_year AS DOUBLE) / nullif(b.participants, 0) WHEN b.basis = 'assumed' THEN a.first_year END AS first_year,
    CASE WHEN b.basis = 'estimated' THEN CAST(e.during AS DOUBLE) / nullif(b.participants, 0) WHEN b.basis = 'assumed' THEN a.first_year END AS during,
    CASE WHEN b.basis = 'estimated' THEN CAST(e.se AS DOUBLE) / nullif(b.participants, 0) WHEN b.basis = 'assumed' THEN a.se END AS se,
    a.person_years AS person_years_assumed
FROM based AS b
LEFT JOIN metric.contract_estimate AS e ON e.contract_id = b.contract_id AND e.residence = b.residence
LEFT JOIN metric.assumed_effect AS a ON a.contract_id = b.contract_id AND a.residence = b.residence
