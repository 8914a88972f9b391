/*
title: {sv: Det sociala värdet av varje avtal, en: The social value of each contract}
doc:
  sv: Effektens årsarbeten och kronor per mottagare, före lönestöd. Kronorna är den skattade effektens, annars årsarbetena gånger participant_year_flow. Netto är efter undanträngning; deltagarnas egen del är före, och de undanträngdas är negativ.
  en: Person-years of the effect and SEK by recipient, before wage subsidies. The SEK are those of the estimated effect, otherwise person-years times participant_year_flow. Net is after displacement; the participants' own share is before it, and that of the displaced is negative.
materialized: table
columns:
  contract_id: Contract.
  person_years: Net discounted person-years; NULL if unknown for any municipality of residence, as below.
  person_years_gross: Discounted person-years before displacement.
  person_years_first: Net person-years in the contract year.
  labour_value: Wages plus employer contributions of the net person-years, SEK.
  labour_value_first: The same in the contract year, SEK.
  labour_value_during: The same while the participants are placed, SEK.
  labour_value_during_gross: The same before displacement, SEK.
  labour_value_gross: The same before displacement, SEK.
  labour_value_assumed: What labour_value would be with the effect of the parameters, SEK; NULL if unknown.
  labour_value_all: Labour cost of one year for every participant, SEK.
  kommun: SEK to municipalities.
  kommun_equalised: Part of kommun that income equalisation takes, SEK.
  kommun_equalised_later: The same two years later, SEK.
  kommun_own: SEK to the buying municipality alone, from participants who live there.
  kommun_own_equalised: Part of kommun_own that income equalisation takes, SEK.
  region: SEK to regions.
  region_equalised: Part of region that income equalisation takes, SEK.
  region_equalised_later: The same two years later, SEK.
  stat: SEK to the state.
  individ_participants: SEK to those who got a job.
  individ_displaced: SEK to others, who were displaced; negative.
  social_se: Standard error of labour_value, SEK.
  labour_se: Standard error of labour_value_gross, SEK.
  extent_assumed: Whether the extent of any participant is the parameter extent.
*/
WITH gross AS (
    -- One row per contract and municipality of residence, before displacement.
    SELECT
        s.contract_id,
        s.residence = s.municipality AS own,
        CAST(r.displacement AS DOUBLE) AS displacement,
        f.extent_assumed,
        f.participants * e.person_years AS person_years,
        f.participants * e.first_year AS person_years_first,
        f.labour_cost AS labour_all,
        CASE WHEN e.kronor_estimated THEN k.labour_cost ELSE e.person_years * f.labour_cost END AS labour,
        CASE WHEN e.kronor_estimated THEN k.labour_first ELSE e.first_year * f.labour_cost END AS labour_first,
        CASE WHEN e.kronor_estimated THEN k.labour_during ELSE e.during * f.labour_cost END AS labour_during,
        CASE WHEN e.kronor_estimated THEN k.labour_se ELSE e.se * f.labour_cost END AS se,
        e.person_years_assumed * f.labour_cost AS labour_assumed,
        CASE WHEN e.kronor_estimated THEN k.kommun ELSE e.person_years * f.kommun END AS kommun,
        CASE WHEN e.kronor_estimated THEN k.kommun_equalised ELSE e.person_years * f.kommun_equalised END AS kommun_equalised,
        CASE WHEN e.kronor_estimated THEN k.kommun_equalised_later ELSE e.person_years * f.kommun_equalised_later END AS kommun_equalised_later,
        CASE WHEN e.kronor_estimated THEN k.region ELSE e.person_years * f.region END AS region,
        CASE WHEN e.kronor_estimated THEN k.region_equalised ELSE e.person_years * f.region_equalised END AS region_equalised,
        CASE WHEN e.kronor_estimated THEN k.region_equalised_later ELSE e.person_years * f.region_equalised_later END AS region_equalised_later,
        CASE WHEN e.kronor_estimated THEN k.stat ELSE e.person_years * f.stat END AS stat,
        CASE WHEN e.kronor_estimated THEN k.individ ELSE e.person_years * f.individ END AS individ
    FROM metric.contract_scope AS s
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    INNER JOIN metric.participant_year_flow AS f ON f.contract_id = s.contract_id AND f.residence = s.residence
    LEFT JOIN metric.contract_effect AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
    LEFT JOIN metric.contract_estimate AS k ON k.contract_id = s.contract_id AND k.residence = s.residence
),
living AS (
    SELECT *, 1 - displacement AS kept FROM gross
)
SELECT
    contract_id,
    CASE WHEN count(kept * person_years) = count(*) THEN sum(kept * person_years) END AS person_years,
    CASE WHEN count(person_years) = count(*) THEN sum(person_years) END AS person_years_gross,
    CASE WHEN count(kept * person_years_first) = count(*) THEN sum(kept * person_years_first) END AS person_years_first,
    CASE WHEN count(kept * labour) = count(*) THEN sum(kept * labour) END AS labour_value,
    CASE WHEN count(kept * labour_first) = count(*) THEN sum(kept * labour_first) END AS labour_value_first,
    CASE WHEN count(kept * labour_during) = count(*) THEN sum(kept * labour_during) END AS labour_value_during,
    CASE WHEN count(labour_during) = count(*) THEN sum(labour_during) END AS labour_value_during_gross,
    CASE WHEN count(labour) = count(*) THEN sum(labour) END AS labour_value_gross,
    CASE WHEN count(kept * labour_assumed) = count(*) THEN sum(kept * labour_assumed) END AS labour_value_assumed,
    CASE WHEN count(labour_all) = count(*) THEN sum(labour_all) END AS labour_value_all,
    CASE WHEN count(kept * kommun) = count(*) THEN sum(kept * kommun) END AS kommun,
    CASE WHEN count(kept * kommun_equalised) = count(*) THEN sum(kept * kommun_equalised) END AS kommun_equalised,
    CASE WHEN count(kept * kommun_equalised_later) = count(*) THEN sum(kept * kommun_equalised_later) END AS kommun_equalised_later,
    CASE WHEN count(kept * kommun) = count(*) THEN sum(CASE WHEN own THEN kept * kommun ELSE 0 END) END AS kommun_own,
    CASE WHEN count(kept * kommun_equalised) = count(*) THEN sum(CASE WHEN own THEN kept * kommun_equalised ELSE 0 END) END AS kommun_own_equalised,
    CASE WHEN count(kept * region) = count(*) THEN sum(kept * region) END AS region,
    CASE WHEN count(kept * region_equalised) = count(*) THEN sum(kept * region_equalised) END AS region_equalised,
    CASE WHEN count(kept * region_equalised_later) = count(*) THEN sum(kept * region_equalised_later) END AS region_equalised_later,
    CASE WHEN count(kept * stat) = count(*) THEN sum(kept * stat) END AS stat,
    CASE WHEN count(individ) = count(*) THEN sum(individ) END AS individ_participants,
    CASE WHEN count(displacement * individ) = count(*) THEN -sum(displacement * individ) END AS individ_displaced,
    CASE WHEN count(kept * se) = count(*) THEN sum(kept * se) END AS social_se,
    CASE WHEN count(se) = count(*) THEN sum(se) END AS labour_se,
    max(CASE WHEN extent_assumed THEN 1 ELSE 0 END) = 1 AS extent_assumed
FROM living
GROUP BY contract_id
