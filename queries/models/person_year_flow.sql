/*
title: {sv: Vad ett årsarbete ger var och en, en: What a person-year of work gives each recipient}
doc:
  sv: "Kronor per årsarbete som flyttas från utan arbete till i arbete, efter hur personen annars hade försörjts. De fyra mottagarnas belopp summerar exakt till lön plus arbetsgivaravgift."
  en: "SEK per person-year moved from not working to working, by what the person would otherwise live on. The amounts of the four recipients add up exactly to the wage plus employer contributions."
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  state: What the person would otherwise live on, social_assistance, unemployment_benefit or none.
  share: Share of the participants.
  kommun: SEK to the municipality of residence.
  kommun_equalised: Part of kommun that income equalisation takes, SEK; NULL if unknown.
  region: SEK to the region.
  stat: SEK to the state, before wage subsidies.
  individ: SEK to the person.
  labour_cost: Wage plus employer contributions, SEK.
*/
WITH states AS (
    SELECT contract_id, residence, 'social_assistance' AS state, share_social_assistance AS share FROM metric.contract_rate
    UNION ALL
    SELECT contract_id, residence, 'unemployment_benefit', share_unemployment_benefit FROM metric.contract_rate
    UNION ALL
    SELECT contract_id, residence, 'none', 1 - share_social_assistance - share_unemployment_benefit FROM metric.contract_rate
),
compared AS (
    SELECT
        s.contract_id,
        s.residence,
        s.state,
        s.share,
        r.kommunalskatt,
        r.regionskatt,
        r.arbetsgivaravgift,
        r.utjamning,
        work.income AS wage,
        work.taxable AS taxable_work,
        work.credit,
        CASE WHEN s.state = 'social_assistance' THEN r.social_assistance ELSE CAST(0 AS DECIMAL(18, 2)) END AS untaxed,
        CASE WHEN s.state = 'unemployment_benefit' THEN benefit.income ELSE CAST(0 AS DECIMAL(18, 2)) END AS taxed,
        CASE WHEN s.state = 'unemployment_benefit' THEN benefit.taxable ELSE CAST(0 AS DECIMAL(18, 2)) END AS taxable_otherwise
    FROM states AS s
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    INNER JOIN metric.person_year_income AS work
        ON work.contract_id = s.contract_id AND work.residence = s.residence AND work.state = 'work'
    INNER JOIN metric.person_year_income AS benefit
        ON benefit.contract_id = s.contract_id AND benefit.residence = s.residence AND benefit.state = 'unemployment_benefit'
)
SELECT
    contract_id,
    residence,
    state,
    share,
    TRY_CAST(untaxed + kommunalskatt * (taxable_work - taxable_otherwise) AS DECIMAL(18, 6)) AS kommun,
    TRY_CAST(utjamning * (taxable_work - taxable_otherwise) AS DECIMAL(18, 6)) AS kommun_equalised,
    TRY_CAST(regionskatt * (taxable_work - taxable_otherwise) AS DECIMAL(18, 6)) AS region,
    TRY_CAST(arbetsgivaravgift * wage - credit + taxed AS DECIMAL(18, 6)) AS stat,
    TRY_CAST((wage - (kommunalskatt + regionskatt) * taxable_work + credit)
        - untaxed
        - (taxed - (kommunalskatt + regionskatt) * taxable_otherwise) AS DECIMAL(18, 6)) AS individ,
    TRY_CAST(wage + arbetsgivaravgift * wage AS DECIMAL(18, 6)) AS labour_cost
FROM compared
