/*
title: {sv: Skattad effekt per avtal, en: Estimated effect by contract}
doc:
  sv: >-
    Kommunens skattade effekt per block gånger deltagarnas tid i blocket, per avtal och bostadskommun och före undanträngning. Alla avtal har samma effekt per månad, så
    avtalen summerar till kommunens.
  en: >-
    The municipality's estimated effect by block times the participants' time in it, by contract and municipality of residence and before displacement. All contracts have the same
    effect per month, so that contracts add up to that of the municipality.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  person_years: Discounted person-years.
  first_year: The same in the contract year.
  during: The same while the participants are placed.
  se: Standard error of person_years; NULL if unknown.
  kronor: Whether the SEK are estimated; otherwise they are NULL, as below.
  kommun: SEK to municipalities.
  kommun_equalised: Part of kommun that income equalisation takes, SEK; NULL if unknown.
  kommun_equalised_later: The same two years later, SEK.
  region: SEK to regions.
  region_equalised: Part of region that income equalisation takes, SEK; NULL if unknown.
  region_equalised_later: The same two years later, SEK.
  stat: SEK to the state, before wage subsidies.
  individ: SEK to persons.
  labour_cost: Wages plus employer contributions, SEK.
  labour_first: The same in the contract year, SEK.
  labour_during: The same while the participants are placed, SEK.
  labour_se: Standard error of labour_cost, SEK; NULL if unknown.
*/
WITH estimated AS (
    SELECT
        residence,
        count(labour_cost + kommun + region + stat + individ) = count(*) AS kronor
    FROM metric.residence_effect
    GROUP BY residence
),
sums AS (
    SELECT
        x.contract_id,
        x.residence,
        sum(e.work * x.years) AS person_years,
        sum(e.work * x.first_year) AS first_year,
        sum(e.work * x.during) AS during,
        sum(e.kommun * x.years) AS kommun,
        sum(e.region * x.years) AS region,
        sum(e.stat * x.years) AS stat,
        sum(e.individ * x.years) AS individ,
        sum(e.labour_cost * x.years) AS labour_cost,
        sum(e.labour_cost * x.first_year) AS labour_first,
        sum(e.labour_cost * x.during) AS labour_during,
        CASE WHEN count(e.taxable) = count(*) THEN sum(e.taxable * x.years) END AS taxable
    FROM metric.contract_exposure AS x
    INNER JOIN metric.residence_effect AS e ON e.residence = x.residence AND e.block = x.block
    GROUP BY x.contract_id, x.residence
),
valued AS (
    SELECT
        s.*,
        g.kronor,
        power(1 + CAST(r.discount_rate AS DOUBLE), -r.tax_lag) AS lagged,
        power(1 + CAST(r.discount_rate AS DOUBLE), -2) AS lagged_two,
        CAST(r.utjamning AS DOUBLE) AS utjamning,
        CAST(r.utjamning_region AS DOUBLE) AS utjamning_region
    FROM sums AS s
    INNER JOIN estimated AS g ON g.residence = s.residence
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
)
SELECT
    v.contract_id,
    v.residence,
    v.person_years,
    v.first_year,
    v.during,
    e.se,
    v.kronor,
    CASE WHEN v.kronor THEN v.kommun END AS kommun,
    CASE WHEN v.kronor THEN v.utjamning * v.taxable * v.lagged END AS kommun_equalised,
    CASE WHEN v.kronor THEN v.utjamning * v.taxable * v.lagged_two END AS kommun_equalised_later,
    CASE WHEN v.kronor THEN v.region END AS region,
    CASE WHEN v.kronor THEN v.utjamning_region * v.taxable * v.lagged END AS region_equalised,
    CASE WHEN v.kronor THEN v.utjamning_region * v.taxable * v.lagged_two END AS region_equalised_later,
    CASE WHEN v.kronor THEN v.stat END AS stat,
    CASE WHEN v.kronor THEN v.individ END AS individ,
    CASE WHEN v.kronor THEN v.labour_cost END AS labour_cost,
    CASE WHEN v.kronor THEN v.labour_first END AS labour_first,
    CASE WHEN v.kronor THEN v.labour_during END AS labour_during,
    CASE WHEN v.kronor THEN e.labour_se END AS labour_se
FROM valued AS v
LEFT JOIN metric.contract_estimate_error AS e ON e.contract_id = v.contract_id AND e.residence = v.residence
