/*
title: {sv: Satser och antaganden per avtal, en: Rates and assumptions by contract}
doc:
  sv: Parametrarna som kolumner, omräknade till andelar och årsbelopp. NULL är okänt.
  en: The parameters as columns, converted to shares and yearly amounts. NULL is unknown.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  kommunalskatt: Municipal tax rate, share.
  regionskatt: Regional tax rate, share.
  arbetsgivaravgift: Employer contributions, share of the wage.
  utjamning: Part of a municipality's tax gain that income equalisation takes, share of taxable income.
  wage: Wage for a full-time year, SEK.
  social_assistance: Försörjningsstöd for a year without work, SEK.
  unemployment_benefit: Aktivitetsstöd for a year without work, SEK.
  share_social_assistance: Share that would otherwise live on försörjningsstöd.
  share_unemployment_benefit: Share that would otherwise live on aktivitetsstöd.
  discount_rate: Real discount rate, share per year.
  displacement: Share of the effect taken from others.
  effect_se: Standard error of the effect, share.
  drop_off: Yearly decline of the effect after the last observed year, share; NULL means no extrapolation.
  horizon: Number of years counted if the effect is extrapolated.
  state_subsidy: Wage subsidies to the supplier, SEK for the contract.
  own_administration: The buyer's extra administration, SEK for the contract.
  accepted_share: Accepted share if the contract has no deliveries.
  postings_complete: 1 if every posting of the contract has its contract id.
*/
-- Made from parameters.go by go test . -run TestParameters -update
-- A product with a value of DECIMAL(18, 6) overflows; a wide one does not.
WITH wide AS (
    SELECT contract_id, residence, name, CAST(value AS DECIMAL(28, 6)) AS value
    FROM metric.parameter_in_force
)
SELECT
    contract_id,
    residence,
    TRY_CAST(max(CASE WHEN name = 'kommunalskatt' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS kommunalskatt,
    TRY_CAST(max(CASE WHEN name = 'regionskatt' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS regionskatt,
    TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS arbetsgivaravgift,
    TRY_CAST(max(CASE WHEN name = 'utjamning_lambda' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS utjamning,
    TRY_CAST(max(CASE WHEN name = 'wage_month' THEN value END) * 12 AS DECIMAL(18, 2)) AS wage,
    TRY_CAST((max(CASE WHEN name = 'riksnorm_ensamstaende_manad' THEN value END)
        + max(CASE WHEN name = 'boendekostnad_manad' THEN value END)) * 12 AS DECIMAL(18, 2)) AS social_assistance,
    TRY_CAST(TRY_CAST(max(CASE WHEN name = 'aktivitetsstod_lagsta_dag' THEN value END) AS DECIMAL(28, 2))
        * TRY_CAST(max(CASE WHEN name = 'aktivitetsstod_dagar_ar' THEN value END) AS DECIMAL(9, 2)) AS DECIMAL(18, 2)) AS unemployment_benefit,
    TRY_CAST(max(CASE WHEN name = 'counterfactual_share.social_assistance' THEN value END) AS DECIMAL(9, 6)) AS share_social_assistance,
    TRY_CAST(max(CASE WHEN name = 'counterfactual_share.unemployment_benefit' THEN value END) AS DECIMAL(9, 6)) AS share_unemployment_benefit,
    TRY_CAST(max(CASE WHEN name = 'discount_rate' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS discount_rate,
    TRY_CAST(max(CASE WHEN name = 'displacement' THEN value END) AS DECIMAL(9, 6)) AS displacement,
    TRY_CAST(max(CASE WHEN name = 'employment_effect_se' THEN value END) AS DECIMAL(9, 6)) AS effect_se,
    TRY_CAST(max(CASE WHEN name = 'drop_off' THEN value END) AS DECIMAL(9, 6)) AS drop_off,
    TRY_CAST(max(CASE WHEN name = 'horizon' THEN value END) AS INTEGER) AS horizon,
    TRY_CAST(max(CASE WHEN name = 'state_subsidy' THEN value END) AS DECIMAL(18, 2)) AS state_subsidy,
    TRY_CAST(max(CASE WHEN name = 'own_administration' THEN value END) AS DECIMAL(18, 2)) AS own_administration,
    TRY_CAST(max(CASE WHEN name = 'accepted_share' THEN value END) AS DECIMAL(9, 6)) AS accepted_share,
    TRY_CAST(max(CASE WHEN name = 'postings_complete' THEN value END) AS INTEGER) AS postings_complete
FROM wide
GROUP BY contract_id, residence
