/*
title: {sv: Vad ett årsarbete ger var och en, en: What a person-year of work gives each recipient}
doc:
  sv: "Kronor per årsarbete som flyttas från utan arbete till i arbete, efter ålder, omfattning och vad personen annars hade levt på. De fyra mottagarnas belopp summerar exakt till lön plus arbetsgivaravgift. Försörjningsstöd är det som fattas upp till normen, med och utan arbete."
  en: "SEK per person-year moved from not working to working, by age, extent and what the person would otherwise live on. The amounts of the four recipients add up exactly to the wage plus employer contributions. Social assistance is what is short of the norm, with work and without."
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  age: Age as in contract_worker.
  extent: Share of full time.
  state: What the person would otherwise live on, as in counterfactual_state.
  observed: Whether that is observed.
  share: Share of the participants.
  assistance: Social assistance without work, SEK.
  assistance_at_work: Social assistance that is still paid at work, SEK.
  kommun: SEK to the municipality of residence.
  kommun_equalised: Part of kommun that income equalisation takes, SEK; NULL if unknown.
  kommun_equalised_later: The same if it is taken two years later, discounted, SEK.
  region: SEK to the region.
  region_equalised: Part of region that income equalisation takes, SEK; NULL if unknown.
  region_equalised_later: The same if it is taken two years later, discounted, SEK.
  stat: SEK to the state, before wage subsidies.
  pension_rights: Part of stat that buys pension rights of the person, SEK.
  wage_tax: Part of stat that is the general wage fee, SEK.
  individ: SEK to the person.
  labour_cost: Wage plus employer contributions, SEK.
*/
WITH workers AS (
    SELECT
        w.contract_id,
        w.residence,
        w.age,
        w.extent,
        r.kommunalskatt,
        r.regionskatt,
        coalesce(r.regionreduktion, CAST(0 AS DECIMAL(18, 2))) AS regionreduktion,
        r.utjamning,
        r.utjamning_region,
        power(1 + CAST(r.discount_rate AS DOUBLE), -r.tax_lag) AS lagged,
        power(1 + CAST(r.discount_rate AS DOUBLE), -2) AS lagged_two,
        r.arbetsgivaravgift,
        1 - coalesce(r.jobbstimulans, CAST(0 AS DECIMAL(9, 6))) AS counted,
        TRY_CAST(CAST(r.wage AS DECIMAL(28, 2)) * w.extent AS DECIMAL(18, 2)) AS wage
    FROM metric.contract_worker AS w
    INNER JOIN metric.contract_rate AS r ON r.contract_id = w.contract_id AND r.residence = w.residence
),
compared AS (
    SELECT
        w.*,
        c.contributions,
        c.pension_rights,
        c.wage_tax,
        s.state,
        s.observed,
        s.share,
        s.payer,
        s.assisted,
        CAST(s.taxed AS DECIMAL(28, 6)) + s.untaxed AS benefit,
        CAST(s.untaxed AS DECIMAL(28, 6)) AS untaxed,
        coalesce(CAST(s.norm AS DECIMAL(28, 6)), CAST(s.assistance AS DECIMAL(28, 6)) + s.untaxed + otherwise.net) AS norm,
        CAST(work.net AS DECIMAL(28, 6)) AS net_work,
        CAST(otherwise.net AS DECIMAL(28, 6)) AS net_otherwise,
        work.taxable - otherwise.taxable AS taxable_gain,
        work.municipal_tax - otherwise.municipal_tax AS municipal_gain,
        work.regional_tax - otherwise.regional_tax AS regional_gain,
        CAST(work.state_part AS DECIMAL(28, 6)) - otherwise.state_part AS state_gain
    FROM workers AS w
    LEFT JOIN metric.employer_contribution AS c ON c.arbetsgivaravgift IS NOT DISTINCT FROM w.arbetsgivaravgift AND c.age = w.age AND c.wage = w.wage
    INNER JOIN metric.contract_state AS s ON s.contract_id = w.contract_id AND s.residence = w.residence
    LEFT JOIN metric.income_tax AS work
        ON work.kommunalskatt = w.kommunalskatt AND work.regionskatt = w.regionskatt AND work.regionreduktion = w.regionreduktion AND work.age = w.age
        AND work.earned = w.wage AND work.other = 0 AND work.pensionable
    LEFT JOIN metric.income_tax AS otherwise
        ON otherwise.kommunalskatt = w.kommunalskatt AND otherwise.regionskatt = w.regionskatt AND otherwise.regionreduktion = w.regionreduktion AND otherwise.age = w.age
        AND otherwise.earned = 0 AND otherwise.other = s.taxed AND otherwise.pensionable = s.pensionable
),
short AS (
    SELECT
        *,
        norm - untaxed - net_otherwise AS short_otherwise,
        norm - TRY_CAST(counted * TRY_CAST(net_work AS DECIMAL(24, 6)) AS DECIMAL(28, 6)) AS short_at_work
    FROM compared
),
assisted AS (
    SELECT
        *,
        CASE WHEN NOT assisted OR short_otherwise < 0 THEN CAST(0 AS DECIMAL(28, 6)) ELSE short_otherwise END AS assistance,
        CASE WHEN NOT assisted OR short_at_work < 0 THEN CAST(0 AS DECIMAL(28, 6)) ELSE short_at_work END AS assistance_at_work
    FROM short
)
SELECT
    contract_id,
    residence,
    age,
    extent,
    state,
    observed,
    share,
    TRY_CAST(assistance AS DECIMAL(18, 6)) AS assistance,
    TRY_CAST(assistance_at_work AS DECIMAL(18, 6)) AS assistance_at_work,
    TRY_CAST(assistance - assistance_at_work + municipal_gain + CASE WHEN payer = 'kommun' THEN benefit ELSE 0 END AS DECIMAL(18, 6)) AS kommun,
    TRY_CAST(CAST(utjamning AS DOUBLE) * taxable_gain * lagged AS DECIMAL(18, 6)) AS kommun_equalised,
    TRY_CAST(CAST(utjamning AS DOUBLE) * taxable_gain * lagged_two AS DECIMAL(18, 6)) AS kommun_equalised_later,
    TRY_CAST(regional_gain + CASE WHEN payer = 'region' THEN benefit ELSE 0 END AS DECIMAL(18, 6)) AS region,
    TRY_CAST(CAST(utjamning_region AS DOUBLE) * taxable_gain * lagged AS DECIMAL(18, 6)) AS region_equalised,
    TRY_CAST(CAST(utjamning_region AS DOUBLE) * taxable_gain * lagged_two AS DECIMAL(18, 6)) AS region_equalised_later,
    TRY_CAST(contributions + state_gain + CASE WHEN payer = 'stat' THEN benefit ELSE 0 END AS DECIMAL(18, 6)) AS stat,
    pension_rights,
    wage_tax,
    TRY_CAST(net_work + assistance_at_work - net_otherwise - untaxed - assistance AS DECIMAL(18, 6)) AS individ,
    TRY_CAST(CAST(wage AS DECIMAL(28, 6)) + contributions AS DECIMAL(18, 6)) AS labour_cost
FROM assisted
