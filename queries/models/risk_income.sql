/*
title: {sv: Inkomster per block, en: Incomes by block}
doc:
  sv: "En rad per rad i risk_set och block om tolv händelsemånader, med årsbelopp: summan av de kända månaderna gånger tolv delat med deras antal, i hela kronor. Skatten räknas med satserna i bostadskommunen och med åldern vid början av det år då blocket börjar; den vars ålder är okänd räknas som varken ung eller äldre."
  en: "One row per row of risk_set and block of twelve event months, with amounts for a year: the sum of the known months times twelve divided by their number, in whole kronor. The tax is computed with the rates of the municipality of residence and with the age at the start of the year in which the block begins; a person of unknown age counts as neither young nor older."
materialized: table
columns:
  person: Pseudonym.
  start_no: Year times twelve plus month of the start.
  block: 1 to 3; block 1 begins with the start month.
  kommunalskatt: Municipal tax rate, share.
  regionskatt: Regional tax rate, share.
  regionreduktion: Regional tax reduction, SEK a year.
  arbetsgivaravgift: Employer contributions, share of the wage.
  age: Age of the rules that apply, as in age_rule.
  wage: Gross wage, SEK a year; NULL if no month is known.
  social_assistance: Försörjningsstöd, SEK a year.
  unemployment_benefit: A-kassa and aktivitetsstöd, SEK a year.
*/
WITH blocks AS (
    SELECT block FROM (VALUES (1), (2), (3)) AS v (block)
),
sums AS (
    SELECT
        r.person,
        r.scope,
        r.start_no,
        b.block,
        CAST(floor(CAST(r.start_no + 12 * (b.block - 1) - 1 AS DOUBLE) / 12) AS INTEGER) AS year,
        CASE b.block WHEN 1 THEN s.known_income_1 WHEN 2 THEN s.known_income_2 ELSE s.known_income_3 END AS months,
        CASE b.block WHEN 1 THEN s.wage_1 WHEN 2 THEN s.wage_2 ELSE s.wage_3 END AS wage,
        CASE b.block WHEN 1 THEN s.social_assistance_1 WHEN 2 THEN s.social_assistance_2 ELSE s.social_assistance_3 END AS social_assistance,
        CASE b.block WHEN 1 THEN s.unemployment_benefit_1 WHEN 2 THEN s.unemployment_benefit_2 ELSE s.unemployment_benefit_3 END AS unemployment_benefit
    FROM metric.risk_set AS r
    INNER JOIN metric.risk_sum AS s ON s.person = r.person AND s.start_no = r.start_no
    CROSS JOIN blocks AS b
)
SELECT
    s.person,
    s.start_no,
    s.block,
    t.kommunalskatt,
    t.regionskatt,
    t.regionreduktion,
    t.arbetsgivaravgift,
    coalesce(a.rule_age, 0) AS age,
    CAST(floor(CAST(s.wage AS DOUBLE) * 12 / nullif(s.months, 0) + 0.5) AS DECIMAL(18, 2)) AS wage,
    CAST(floor(CAST(s.social_assistance AS DOUBLE) * 12 / nullif(s.months, 0) + 0.5) AS DECIMAL(18, 2)) AS social_assistance,
    CAST(floor(CAST(s.unemployment_benefit AS DOUBLE) * 12 / nullif(s.months, 0) + 0.5) AS DECIMAL(18, 2)) AS unemployment_benefit
FROM sums AS s
LEFT JOIN metric.residence_rate AS t ON t.residence = s.scope
LEFT JOIN metric.participant_once AS p ON p.person = s.person
LEFT JOIN metric.age_rule AS a ON a.age = s.year - 1 - p.birth_year
