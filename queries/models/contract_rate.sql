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
  social_assistance: Norm of social assistance of a person living alone with rent, SEK for a year.
  unemployment_benefit: Lowest aktivitetsstöd for a year, SEK.
  discount_rate: Real discount rate, share per year.
  displacement: Share of the effect taken from others.
  effect_se: Standard error of the effect, share.
  drop_off: Yearly decline of the effect after the last observed year, share; NULL means no extrapolation.
  horizon: Number of years counted if the effect is extrapolated.
  state_subsidy: Wage subsidies to the supplier, SEK for the contract, as stated.
  own_administration: The buyer's extra administration, SEK for the contract.
  accepted_share: Accepted share if the contract has no deliveries.
  postings_complete: 1 if every posting of the contract has its contract id.
  utjamning_region: The same of a region.
  tax_lag: Years until income equalisation follows the tax base.
  regionreduktion: Regional tax reduction, SEK a year; NULL where none is stated.
  extent: Share of full time of contracts whose placements state none.
  jobbstimulans: Share of the net wage that social assistance disregards; NULL where none is stated.
  household_norm: Norm of the household with its rent for a year, SEK; NULL if that of a person living alone is used.
  previous_wage: Earlier wage of those on unemployment insurance, SEK for a year.
  akassa_ceiling: Highest earlier wage that unemployment insurance replaces, SEK for a year.
  establishment_benefit: Etableringsersättning for a year, SEK.
  akassa_long: Share of the earlier wage for members of twelve months or more, the first hundred days.
  akassa_medium: The same after six months.
  akassa_short: The same for others.
  akassa_step_first: What the share falls by after a hundred days.
  akassa_step_second: What it falls by once more after two hundred days.
  benefit_days: Days of a year for which a benefit by the day is paid.
  membership: Months of membership in an unemployment insurance fund.
  mcpf: Marginal cost of public funds, SEK per krona of taxes.
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
    TRY_CAST(max(CASE WHEN name = 'discount_rate' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS discount_rate,
    TRY_CAST(max(CASE WHEN name = 'displacement' THEN value END) AS DECIMAL(9, 6)) AS displacement,
    TRY_CAST(max(CASE WHEN name = 'employment_effect_se' THEN value END) AS DECIMAL(9, 6)) AS effect_se,
    TRY_CAST(max(CASE WHEN name = 'drop_off' THEN value END) AS DECIMAL(9, 6)) AS drop_off,
    TRY_CAST(max(CASE WHEN name = 'horizon' THEN value END) AS INTEGER) AS horizon,
    TRY_CAST(max(CASE WHEN name = 'state_subsidy' THEN value END) AS DECIMAL(18, 2)) AS state_subsidy,
    TRY_CAST(max(CASE WHEN name = 'own_administration' THEN value END) AS DECIMAL(18, 2)) AS own_administration,
    TRY_CAST(max(CASE WHEN name = 'accepted_share' THEN value END) AS DECIMAL(9, 6)) AS accepted_share,
    TRY_CAST(max(CASE WHEN name = 'postings_complete' THEN value END) AS INTEGER) AS postings_complete,
    TRY_CAST(max(CASE WHEN name = 'utjamning_lambda_region' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS utjamning_region,
    TRY_CAST(max(CASE WHEN name = 'tax_lag_years' THEN value END) AS INTEGER) AS tax_lag,
    TRY_CAST(max(CASE WHEN name = 'regionreduktion' THEN value END) AS DECIMAL(18, 2)) AS regionreduktion,
    TRY_CAST(max(CASE WHEN name = 'extent' THEN value END) AS DECIMAL(9, 6)) AS extent,
    TRY_CAST(max(CASE WHEN name = 'jobbstimulans' THEN value END) AS DECIMAL(9, 6)) AS jobbstimulans,
    TRY_CAST(max(CASE WHEN name = 'household_norm_month' THEN value END) * 12 AS DECIMAL(18, 2)) AS household_norm,
    TRY_CAST(max(CASE WHEN name = 'previous_wage_month' THEN value END) * 12 AS DECIMAL(18, 2)) AS previous_wage,
    TRY_CAST(max(CASE WHEN name = 'akassa_tak_inkomst_manad' THEN value END) * 12 AS DECIMAL(18, 2)) AS akassa_ceiling,
    TRY_CAST(TRY_CAST(max(CASE WHEN name = 'etableringsersattning_dag' THEN value END) AS DECIMAL(28, 2))
        * TRY_CAST(max(CASE WHEN name = 'aktivitetsstod_dagar_ar' THEN value END) AS DECIMAL(9, 2)) AS DECIMAL(18, 2)) AS establishment_benefit,
    TRY_CAST(max(CASE WHEN name = 'akassa_andel_12_manader' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS akassa_long,
    TRY_CAST(max(CASE WHEN name = 'akassa_andel_6_manader' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS akassa_medium,
    TRY_CAST(max(CASE WHEN name = 'akassa_andel_utan' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS akassa_short,
    TRY_CAST(max(CASE WHEN name = 'akassa_nedtrappning_dag_101' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS akassa_step_first,
    TRY_CAST(max(CASE WHEN name = 'akassa_nedtrappning_dag_201' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS akassa_step_second,
    TRY_CAST(max(CASE WHEN name = 'aktivitetsstod_dagar_ar' THEN value END) AS DECIMAL(9, 2)) AS benefit_days,
    TRY_CAST(max(CASE WHEN name = 'membership_months' THEN value END) AS INTEGER) AS membership,
    TRY_CAST(max(CASE WHEN name = 'mcpf' THEN value END) AS DECIMAL(12, 6)) AS mcpf
FROM wide
GROUP BY contract_id, residence
