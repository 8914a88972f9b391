/*
title: {sv: Vad ett årsarbete för varje deltagare ger var och en, en: What a person-year for every participant gives each recipient}
doc:
  sv: Kronor om varje deltagare finge ett årsarbete till, per avtal och bostadskommun. Det är person_year_flow gånger antalet deltagare av varje ålder och omfattning. Gånger årsarbeten per deltagare blir det effektens kronor.
  en: SEK if every participant had one more person-year, by contract and municipality of residence. This is person_year_flow times the number of participants of each age and extent. Times person-years per participant it is the SEK of the effect.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  participants: Number of participants, each split between their contracts.
  extent_assumed: Whether the extent of any of them is the parameter extent.
  kommun: SEK to municipalities; NULL if unknown for any participant, as below.
  kommun_equalised: Part of kommun that income equalisation takes, SEK.
  kommun_equalised_later: The same two years later, SEK.
  region: SEK to regions.
  region_equalised: Part of region that income equalisation takes, SEK.
  region_equalised_later: The same two years later, SEK.
  stat: SEK to the state, before wage subsidies.
  individ: SEK to persons.
  labour_cost: Wages plus employer contributions, SEK.
*/
WITH mean_flow AS (
    -- A state that nobody would be in needs no amounts.
    SELECT
        contract_id,
        residence,
        age,
        extent,
        CASE WHEN count(share * kommun) = count(*) THEN sum(share * kommun) END AS kommun,
        CASE WHEN count(share * kommun_equalised) = count(*) THEN sum(share * kommun_equalised) END AS kommun_equalised,
        CASE WHEN count(share * kommun_equalised_later) = count(*) THEN sum(share * kommun_equalised_later) END AS kommun_equalised_later,
        CASE WHEN count(share * region) = count(*) THEN sum(share * region) END AS region,
        CASE WHEN count(share * region_equalised) = count(*) THEN sum(share * region_equalised) END AS region_equalised,
        CASE WHEN count(share * region_equalised_later) = count(*) THEN sum(share * region_equalised_later) END AS region_equalised_later,
        CASE WHEN count(share * stat) = count(*) THEN sum(share * stat) END AS stat,
        CASE WHEN count(share * individ) = count(*) THEN sum(share * individ) END AS individ,
        min(labour_cost) AS labour_cost
    FROM metric.person_year_flow
    WHERE coalesce(share <> 0, TRUE)
    GROUP BY contract_id, residence, age, extent
)
SELECT
    w.contract_id,
    w.residence,
    sum(w.participants) AS participants,
    max(CASE WHEN w.extent_assumed THEN 1 ELSE 0 END) = 1 AS extent_assumed,
    CASE WHEN count(w.participants * f.kommun) = count(*) THEN sum(w.participants * f.kommun) END AS kommun,
    CASE WHEN count(w.participants * f.kommun_equalised) = count(*) THEN sum(w.participants * f.kommun_equalised) END AS kommun_equalised,
    CASE WHEN count(w.participants * f.kommun_equalised_later) = count(*) THEN sum(w.participants * f.kommun_equalised_later) END AS kommun_equalised_later,
    CASE WHEN count(w.participants * f.region) = count(*) THEN sum(w.participants * f.region) END AS region,
    CASE WHEN count(w.participants * f.region_equalised) = count(*) THEN sum(w.participants * f.region_equalised) END AS region_equalised,
    CASE WHEN count(w.participants * f.region_equalised_later) = count(*) THEN sum(w.participants * f.region_equalised_later) END AS region_equalised_later,
    CASE WHEN count(w.participants * f.stat) = count(*) THEN sum(w.participants * f.stat) END AS stat,
    CASE WHEN count(w.participants * f.individ) = count(*) THEN sum(w.participants * f.individ) END AS individ,
    CASE WHEN count(w.participants * f.labour_cost) = count(*) THEN sum(w.participants * f.labour_cost) END AS labour_cost
FROM metric.contract_worker AS w
LEFT JOIN mean_flow AS f
    ON f.contract_id = w.contract_id AND f.residence = w.residence AND f.age = w.age AND f.extent = w.extent
GROUP BY w.contract_id, w.residence
