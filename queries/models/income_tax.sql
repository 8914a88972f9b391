/*
title: {sv: Inkomstskatt på ett års inkomster, en: Income tax on the incomes of a year}
doc:
  sv: "Skatten på varje inkomst i taxed_income enligt basårets regler, i inkomstskattelagens ordning: grundavdrag (63 kap.), kommunal och statlig skatt (65 kap.), allmän pensionsavgift och skattereduktionerna efter 67 kap. 2 §, var och en högst den kommunala skatt som är kvar. Begravningsavgiften är inte med. tax är skatten så som Skatteverket avrundar den; net och de tre skatterna är oavrundade, så att mottagarnas belopp summerar exakt."
  en: "The tax on each income in taxed_income by the rules of the base year, in the order of the Income Tax Act (inkomstskattelagen): basic allowance (chapter 63), municipal and state tax (chapter 65), the general pension fee and the tax reductions in the order of 67:2, each at most the municipal tax that is left. The burial fee is left out. tax is rounded as the tax agency rounds it; net and the three taxes are not rounded, so that the recipients' amounts add up exactly."
materialized: table
columns:
  kommunalskatt: Municipal tax rate, share.
  regionskatt: Regional tax rate, share.
  regionreduktion: Regional tax reduction, SEK a year.
  age: Age at the start of the year if a rule for an age applies, else 0.
  earned: Earned income, SEK a year.
  other: Other taxed income, SEK a year.
  pensionable: Whether the general pension fee is paid on the other income.
  assessed: The incomes rounded down to a whole hundred, SEK.
  allowance: Basic allowance (grundavdrag), SEK.
  taxable: Income after the allowance, SEK.
  municipal_tax: Municipal tax, SEK.
  regional_tax: Regional tax, SEK.
  state_tax: State income tax, SEK.
  pension_fee: General pension fee, SEK.
  pension_reduction: Tax reduction for it, SEK; less than the fee if the taxes are lower.
  credit: Tax credit on earned income (jobbskatteavdrag), SEK.
  income_reduction: Tax reduction for earned income, SEK.
  regional_reduction: Regional tax reduction that is used, SEK.
  public_service_fee: Public-service fee, SEK.
  state_part: What the state gets in all, state tax and fees less reductions, SEK; it may be negative.
  tax: All of it in whole kronor, as the tax agency rounds it.
  net: Income after tax, SEK.
*/
-- Products of two narrow decimals overflow in DuckDB, so one factor is wide.
WITH rounded AS (
    SELECT
        *,
        TRY_CAST(TRY_CAST(floor(TRY_CAST(CAST(earned AS DECIMAL(28, 2)) * 0.01 AS DECIMAL(18, 4))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2)) AS earned_hundreds,
        TRY_CAST(TRY_CAST(floor(TRY_CAST(CAST(earned + other AS DECIMAL(28, 2)) * 0.01 AS DECIMAL(18, 4))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2)) AS assessed,
        TRY_CAST(TRY_CAST(floor(TRY_CAST(CAST(earned + CASE WHEN pensionable THEN other ELSE 0 END AS DECIMAL(28, 2)) * 0.01 AS DECIMAL(18, 4))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2)) AS pension_base
    FROM metric.taxed_income
),
amounts AS (
    SELECT assessed AS income FROM rounded
    UNION
    SELECT earned_hundreds FROM rounded
),
bracketed AS (
    -- The bracket of an income is the last one whose lower bound it exceeds.
    SELECT a.income, t.formula, max(t.bracket) AS bracket
    FROM amounts AS a
    INNER JOIN metric.tax_bracket AS t ON a.income > t.above OR t.above = 0
    GROUP BY a.income, t.formula
),
valued AS (
    SELECT
        b.income,
        b.formula,
        TRY_CAST(t.base + t.slope * TRY_CAST(b.income - t.above AS DECIMAL(28, 6)) AS DECIMAL(18, 6)) AS amount
    FROM bracketed AS b
    INNER JOIN metric.tax_bracket AS t ON t.formula = b.formula AND t.bracket = b.bracket
),
ruled AS (
    SELECT
        i.*,
        r.pension_rate,
        r.pension_from,
        r.pension_max,
        r.reduction_rate,
        r.reduction_from,
        r.reduction_max,
        r.fee_rate,
        r.fee_max,
        r.state_rate,
        r.state_from,
        CASE WHEN i.age = 0 THEN FALSE ELSE i.age >= r.credit_age END AS older,
        base.amount + CASE WHEN i.age = 0 OR i.age < r.allowance_age THEN CAST(0 AS DECIMAL(18, 6)) WHEN r.allowance_age IS NOT NULL THEN added.amount END AS full_allowance,
        credit.amount AS credit_base,
        older_credit.amount AS older_credit
    FROM rounded AS i
    CROSS JOIN metric.tax_rule AS r
    LEFT JOIN valued AS base ON base.formula = 'grundavdrag' AND base.income = i.assessed
    LEFT JOIN valued AS added ON added.formula = 'grundavdrag_aldre' AND added.income = i.assessed
    LEFT JOIN valued AS credit ON credit.formula = 'jobbskatteavdrag' AND credit.income = i.earned_hundreds
    LEFT JOIN valued AS older_credit ON older_credit.formula = 'jobbskatteavdrag_aldre' AND older_credit.income = i.earned_hundreds
),
allowed AS (
    SELECT *, TRY_CAST(TRY_CAST(ceil(TRY_CAST(CAST(full_allowance AS DECIMAL(28, 6)) * 0.01 AS DECIMAL(18, 8))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2)) AS rounded_allowance
    FROM ruled
),
-- Comparisons, since least and greatest of DuckDB skip what is unknown. Those below state
-- both cases, so that an amount with an unknown limit is unknown and not uncapped.
deducted AS (
    SELECT *, CASE WHEN rounded_allowance > assessed THEN assessed ELSE rounded_allowance END AS allowance
    FROM allowed
),
taxed AS (
    SELECT
        *,
        assessed - allowance AS taxable,
        TRY_CAST(kommunalskatt * TRY_CAST(assessed - allowance AS DECIMAL(28, 2)) AS DECIMAL(18, 6)) AS municipal_tax,
        TRY_CAST(regionskatt * TRY_CAST(assessed - allowance AS DECIMAL(28, 2)) AS DECIMAL(18, 6)) AS regional_tax,
        CASE
            WHEN assessed - allowance > state_from THEN TRY_CAST(state_rate * TRY_CAST(assessed - allowance - state_from AS DECIMAL(28, 2)) AS DECIMAL(18, 6))
            WHEN assessed - allowance <= state_from THEN CAST(0 AS DECIMAL(18, 6))
        END AS state_tax,
        -- To the nearest hundred, 50 kronor down.
        CASE
            WHEN pension_base < pension_from THEN CAST(0 AS DECIMAL(18, 2))
            WHEN pension_base >= pension_from THEN TRY_CAST(TRY_CAST(ceil(TRY_CAST(TRY_CAST(pension_rate * TRY_CAST(pension_base AS DECIMAL(28, 2)) AS DECIMAL(24, 8)) * 0.01 - 0.5 AS DECIMAL(18, 6))) AS DECIMAL(12, 0)) * 100 AS DECIMAL(18, 2))
        END AS pension_uncapped,
        CASE
            WHEN older THEN TRY_CAST(floor(older_credit) AS DECIMAL(18, 2))
            WHEN NOT older THEN TRY_CAST(floor(TRY_CAST(TRY_CAST(credit_base - allowance AS DECIMAL(20, 6)) * (kommunalskatt + regionskatt) AS DECIMAL(18, 6))) AS DECIMAL(18, 2))
        END AS credit_stated,
        TRY_CAST(floor(TRY_CAST(reduction_rate * TRY_CAST(assessed - allowance - reduction_from AS DECIMAL(28, 2)) AS DECIMAL(18, 6))) AS DECIMAL(18, 2)) AS reduction_stated,
        TRY_CAST(floor(TRY_CAST(fee_rate * TRY_CAST(assessed - allowance AS DECIMAL(28, 2)) AS DECIMAL(18, 6))) AS DECIMAL(18, 2)) AS fee_stated
    FROM deducted
),
capped AS (
    SELECT
        *,
        TRY_CAST(floor(municipal_tax + regional_tax) AS DECIMAL(18, 2)) AS whole_municipal,
        TRY_CAST(floor(state_tax) AS DECIMAL(18, 2)) AS whole_state,
        CASE WHEN pension_uncapped > pension_max THEN pension_max WHEN pension_max IS NOT NULL THEN pension_uncapped END AS pension_fee,
        CASE WHEN earned = 0 OR credit_stated < 0 THEN CAST(0 AS DECIMAL(18, 2)) ELSE credit_stated END AS credit_full,
        CASE
            WHEN reduction_stated < 0 THEN CAST(0 AS DECIMAL(18, 2))
            WHEN reduction_stated > reduction_max THEN reduction_max
            WHEN reduction_max IS NOT NULL THEN reduction_stated
        END AS reduction_full,
        CASE WHEN fee_stated > fee_max THEN fee_max WHEN fee_max IS NOT NULL THEN fee_stated END AS public_service_fee
    FROM taxed
),
pensioned AS (
    SELECT
        *,
        CASE WHEN pension_fee > whole_municipal THEN whole_municipal WHEN pension_fee <= whole_municipal THEN pension_fee END AS pension_municipal
    FROM capped
),
credited AS (
    SELECT
        *,
        pension_municipal + CASE WHEN pension_fee - pension_municipal > whole_state THEN whole_state WHEN pension_fee - pension_municipal <= whole_state THEN pension_fee - pension_municipal END AS pension_reduction,
        CASE WHEN credit_full > whole_municipal - pension_municipal THEN whole_municipal - pension_municipal WHEN credit_full <= whole_municipal - pension_municipal THEN credit_full END AS credit
    FROM pensioned
),
reduced AS (
    SELECT
        *,
        CASE WHEN reduction_full > whole_municipal - pension_municipal - credit THEN whole_municipal - pension_municipal - credit WHEN reduction_full <= whole_municipal - pension_municipal - credit THEN reduction_full END AS income_reduction
    FROM credited
),
regional AS (
    SELECT
        *,
        CASE
            WHEN regionreduktion > whole_municipal - pension_municipal - credit - income_reduction THEN whole_municipal - pension_municipal - credit - income_reduction
            WHEN regionreduktion <= whole_municipal - pension_municipal - credit - income_reduction THEN regionreduktion
        END AS regional_reduction
    FROM reduced
),
settled AS (
    SELECT
        *,
        CAST(pension_fee AS DECIMAL(28, 2)) + public_service_fee - pension_reduction - credit - income_reduction - regional_reduction AS fees_less_reductions
    FROM regional
)
SELECT
    kommunalskatt,
    regionskatt,
    regionreduktion,
    age,
    earned,
    other,
    pensionable,
    assessed,
    allowance,
    taxable,
    municipal_tax,
    regional_tax,
    state_tax,
    pension_fee,
    pension_reduction,
    credit,
    income_reduction,
    regional_reduction,
    public_service_fee,
    TRY_CAST(CAST(state_tax AS DECIMAL(28, 6)) + fees_less_reductions AS DECIMAL(18, 6)) AS state_part,
    TRY_CAST(CAST(whole_municipal AS DECIMAL(28, 2)) + whole_state + fees_less_reductions AS DECIMAL(18, 0)) AS tax,
    TRY_CAST(CAST(earned AS DECIMAL(28, 6)) + other - municipal_tax - regional_tax - state_tax - fees_less_reductions AS DECIMAL(18, 6)) AS net
FROM settled
