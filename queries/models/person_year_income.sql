/*
title: {sv: Skatt på ett år i arbete och ett år utan, en: Tax on a year in work and a year without}
doc:
  sv: Beskattningsbar inkomst och jobbskatteavdrag enligt skikten i tax_bracket. Inkomsten avrundas nedåt till hela hundratal, grundavdraget uppåt till hela hundratal och jobbskatteavdraget nedåt till hela kronor.
  en: Taxable income and earned-income tax credit (jobbskatteavdrag) according to tax_bracket. Income is rounded down to whole hundreds, the basic deduction (grundavdrag) up to whole hundreds and the credit down to whole kronor.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  state: work or unemployment_benefit.
  income: Gross yearly income, SEK.
  deduction: Grundavdrag, SEK.
  taxable: Income after grundavdrag, SEK.
  credit: Jobbskatteavdrag, SEK; 0 without work. NULL if a tax rate, the wage or the brackets are unknown.
*/
-- Products of two narrow decimals overflow in DuckDB, so one factor is wide.
WITH incomes AS (
    SELECT contract_id, residence, 'work' AS state, wage AS income, TRY_CAST(TRY_CAST(floor(TRY_CAST(wage * 0.01 AS DECIMAL(18, 4))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2)) AS assessed,
        kommunalskatt + regionskatt AS rate
    FROM metric.contract_rate
    UNION ALL
    SELECT contract_id, residence, 'unemployment_benefit', unemployment_benefit,
        TRY_CAST(TRY_CAST(floor(TRY_CAST(unemployment_benefit * 0.01 AS DECIMAL(18, 4))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2)), kommunalskatt + regionskatt
    FROM metric.contract_rate
),
bracketed AS (
    -- The bracket of an income is the last one whose lower bound it exceeds.
    SELECT
        i.contract_id,
        i.residence,
        i.state,
        max(CASE WHEN t.formula = 'grundavdrag' THEN t.bracket END) AS deduction_bracket,
        max(CASE WHEN t.formula = 'jobbskatteavdrag' THEN t.bracket END) AS credit_bracket
    FROM incomes AS i
    INNER JOIN metric.tax_bracket AS t ON i.assessed > t.above OR t.above = 0
    GROUP BY i.contract_id, i.residence, i.state
),
unlimited AS (
    SELECT
        i.*,
        b.credit_bracket,
        TRY_CAST(TRY_CAST(ceil(TRY_CAST((t.base + t.slope * TRY_CAST(i.assessed - t.above AS DECIMAL(28, 6))) * 0.01 AS DECIMAL(18, 6))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2)) AS deduction
    FROM incomes AS i
    INNER JOIN bracketed AS b ON b.contract_id = i.contract_id AND b.residence = i.residence AND b.state = i.state
    INNER JOIN metric.tax_bracket AS t ON t.formula = 'grundavdrag' AND t.bracket = b.deduction_bracket
),
deducted AS (
    -- Comparisons, since least and greatest of DuckDB skip what is unknown.
    SELECT
        contract_id,
        residence,
        state,
        income,
        assessed,
        rate,
        credit_bracket,
        CASE WHEN deduction > assessed THEN assessed ELSE deduction END AS deduction
    FROM unlimited
),
credited AS (
    SELECT
        d.*,
        floor(TRY_CAST(t.base + t.slope * TRY_CAST(d.assessed - t.above AS DECIMAL(28, 6)) - d.deduction AS DECIMAL(28, 6)) * d.rate) AS credit
    FROM deducted AS d
    LEFT JOIN metric.tax_bracket AS t ON t.formula = 'jobbskatteavdrag' AND t.bracket = d.credit_bracket
)
SELECT
    contract_id,
    residence,
    state,
    income,
    deduction,
    assessed - deduction AS taxable,
    CASE WHEN state <> 'work' OR credit < 0 THEN CAST(0 AS DECIMAL(18, 2)) ELSE TRY_CAST(credit AS DECIMAL(18, 2)) END AS credit
FROM credited
