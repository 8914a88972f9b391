/*
title: {sv: Skatteregler för basåret, en: Tax rules of the base year}
doc:
  sv: En rad med de satser, gränser och belopp som är lika för alla, omräknade till andelar och kronor. NULL är okänt, och den skatt som behöver värdet är då okänd.
  en: One row with the rates, limits and amounts that are the same for all, converted to shares and SEK. NULL is unknown, and so is the tax that needs the value.
materialized: table
columns:
  base_year: The year.
  pension_rate: General pension fee, share of pensionable income.
  pension_from: Pensionable income from which it is paid, SEK.
  pension_max: Highest fee, SEK.
  reduction_rate: Tax reduction for earned income, share of taxable income above the threshold.
  reduction_from: The threshold, SEK.
  reduction_max: Highest reduction, SEK.
  fee_rate: Public-service fee, share of taxable income.
  fee_max: Highest fee, SEK.
  state_rate: State income tax, share of taxable income above the threshold.
  state_from: The threshold, SEK.
  allowance_age: Age at the start of the year from which the basic allowance is higher.
  credit_age: Age at the start of the year from which the tax credit of older persons applies.
  young_rate: Employer contributions of the young, share.
  young_share: Share of the year in which the rate of the young is in force.
  young_from: Lowest age of the young at the start of the year.
  young_to: Highest age of the young at the start of the year.
  young_ceiling: Wage up to which the rate of the young applies, SEK a year.
  older_rate: Employer contributions of older persons, share.
  older_share: Share of the year in which their rate is in force.
  older_from: Age at the start of the year from which their rate applies.
  pension_rights: Part of employer contributions that buys pension rights, share of the wage.
  wage_tax: Part of employer contributions that is a tax, share of the wage.
*/
WITH wide AS (
    SELECT name, CAST(value AS DECIMAL(28, 6)) AS value, year_share
    FROM metric.parameter_current
    WHERE scope = 'all'
),
pivoted AS (
    SELECT
        TRY_CAST(max(CASE WHEN name = 'pensionsavgift' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS pension_rate,
        TRY_CAST(max(CASE WHEN name = 'pensionsavgift_fran' THEN value END) AS DECIMAL(9, 6)) AS pension_from,
        TRY_CAST(max(CASE WHEN name = 'prisbasbelopp' THEN value END) AS DECIMAL(28, 2)) AS base_amount,
        TRY_CAST(max(CASE WHEN name = 'pensionsavgift_hogst' THEN value END) AS DECIMAL(18, 2)) AS pension_max,
        TRY_CAST(max(CASE WHEN name = 'forvarvsinkomst_reduktion' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS reduction_rate,
        TRY_CAST(max(CASE WHEN name = 'forvarvsinkomst_reduktion_fran' THEN value END) AS DECIMAL(18, 2)) AS reduction_from,
        TRY_CAST(max(CASE WHEN name = 'forvarvsinkomst_reduktion_hogst' THEN value END) AS DECIMAL(18, 2)) AS reduction_max,
        TRY_CAST(max(CASE WHEN name = 'public_service_avgift' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS fee_rate,
        TRY_CAST(max(CASE WHEN name = 'public_service_avgift_hogst' THEN value END) AS DECIMAL(18, 2)) AS fee_max,
        TRY_CAST(max(CASE WHEN name = 'statlig_skatt' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS state_rate,
        TRY_CAST(max(CASE WHEN name = 'skiktgrans' THEN value END) AS DECIMAL(18, 2)) AS state_from,
        TRY_CAST(max(CASE WHEN name = 'grundavdrag_alder' THEN value END) AS INTEGER) AS allowance_age,
        TRY_CAST(max(CASE WHEN name = 'jobbskatteavdrag_alder' THEN value END) AS INTEGER) AS credit_age,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_unga' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS young_rate,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_unga' THEN year_share END) AS DECIMAL(9, 8)) AS young_share,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_unga_fran_alder' THEN value END) AS INTEGER) AS young_from,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_unga_till_alder' THEN value END) AS INTEGER) AS young_to,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_unga_tak' THEN value END) * 12 AS DECIMAL(18, 2)) AS young_ceiling,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_aldre' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS older_rate,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_aldre' THEN year_share END) AS DECIMAL(9, 8)) AS older_share,
        TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift_aldre_fran_alder' THEN value END) AS INTEGER) AS older_from,
        TRY_CAST(max(CASE WHEN name = 'alderspensionsavgift' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS pension_rights,
        TRY_CAST(max(CASE WHEN name = 'allman_loneavgift' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS wage_tax
    FROM wide
)
SELECT
    b.base_year,
    p.pension_rate,
    TRY_CAST(p.pension_from * p.base_amount AS DECIMAL(18, 2)) AS pension_from,
    p.pension_max,
    p.reduction_rate,
    p.reduction_from,
    p.reduction_max,
    p.fee_rate,
    p.fee_max,
    p.state_rate,
    p.state_from,
    p.allowance_age,
    p.credit_age,
    p.young_rate,
    p.young_share,
    p.young_from,
    p.young_to,
    p.young_ceiling,
    p.older_rate,
    p.older_share,
    p.older_from,
    p.pension_rights,
    p.wage_tax
FROM pivoted AS p
CROSS JOIN metric.base_year AS b
