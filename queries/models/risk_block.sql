/*
title: {sv: Utfall per block, en: Outcomes by block}
doc:
  sv: "En rad per rad i risk_set och block om tolv händelsemånader. Andelar är av de kända månaderna. Beloppen är kronor för ett år i basårets priser, till var och en: kommunen får kommunalskatten minus försörjningsstödet, regionen regionskatten, staten arbetsgivaravgiften och sin del av skatten minus ersättningen och individen nettot plus försörjningsstödet. De fyra summerar exakt till labour_cost. Är något belopp okänt är alla det, och known_income är 0. Andra ersättningar (other_benefit) är inte med."
  en: "One row per row of risk_set and block of twelve event months. Shares are of the known months. Amounts are SEK for a year in base-year prices, to each bearer: the municipality gets the municipal tax minus social assistance, the region the regional tax, the state the employer contributions and its part of the tax minus the benefit, and the individual the net income plus social assistance. The four add up exactly to labour_cost. If any amount is unknown, all of them are, and known_income is 0. Other benefits (other_benefit) are left out."
materialized: table
split: person
columns:
  person: Pseudonym.
  scope: Municipality of residence.
  start_no: Year times twelve plus month of the start.
  block: 1 to 3; block 1 begins with the start month.
  due: Whether all of the block is before the end of follow-up.
  known: Share of the twelve months whose state is known.
  known_income: Share of the twelve months whose amounts are known; 0 if a rate is unknown.
  work: Share of the known months in work.
  unsubsidised_work: Share in work without support.
  subsidised_work: Share in work with support.
  wage: Gross wage.
  labour_cost: Wage plus employer contributions.
  kommun: To the municipality.
  region: To the region.
  stat: To the state.
  individ: To the person.
  social_assistance: Försörjningsstöd.
  unemployment_benefit: A-kassa and aktivitetsstöd.
  taxable: Taxable income after the basic allowance.
*/
WITH months AS (
    SELECT
        i.*,
        CASE i.block WHEN 1 THEN s.known_1 WHEN 2 THEN s.known_2 ELSE s.known_3 END AS known,
        CASE i.block WHEN 1 THEN s.known_income_1 WHEN 2 THEN s.known_income_2 ELSE s.known_income_3 END AS known_income,
        CASE i.block WHEN 1 THEN s.work_1 WHEN 2 THEN s.work_2 ELSE s.work_3 END AS work,
        CASE i.block WHEN 1 THEN s.subsidised_1 WHEN 2 THEN s.subsidised_2 ELSE s.subsidised_3 END AS subsidised
    FROM metric.risk_income AS i
    INNER JOIN metric.risk_sum AS s ON s.person = i.person AND s.start_no = i.start_no
),
taxed AS (
    SELECT
        m.person,
        m.start_no,
        m.block,
        m.known,
        m.known_income,
        m.work,
        m.subsidised,
        t.taxable,
        m.wage,
        m.social_assistance,
        m.unemployment_benefit,
        CAST(m.wage AS DECIMAL(28, 6)) + c.contributions AS labour_cost,
        CAST(t.municipal_tax AS DECIMAL(28, 6)) - m.social_assistance AS kommun,
        CAST(t.regional_tax AS DECIMAL(28, 6)) AS region,
        CAST(c.contributions AS DECIMAL(28, 6)) + t.state_part - m.unemployment_benefit AS stat,
        CAST(t.net AS DECIMAL(28, 6)) + m.social_assistance AS individ
    FROM months AS m
    LEFT JOIN metric.income_tax AS t
        ON t.kommunalskatt = m.kommunalskatt AND t.regionskatt = m.regionskatt AND t.regionreduktion = m.regionreduktion AND t.age = m.age
        AND t.earned = m.wage AND t.other = m.unemployment_benefit AND t.pensionable
    LEFT JOIN metric.employer_contribution AS c ON c.arbetsgivaravgift = m.arbetsgivaravgift AND c.age = m.age AND c.wage = m.wage
),
complete AS (
    SELECT *, kommun + region + stat + individ + labour_cost IS NOT NULL AS priced
    FROM taxed
)
SELECT
    c.person,
    r.scope,
    c.start_no,
    c.block,
    c.start_no + 12 * c.block - 1 <= f.last_no AS due,
    CAST(c.known AS DOUBLE) / 12 AS known,
    CASE WHEN c.priced THEN CAST(c.known_income AS DOUBLE) / 12 ELSE CAST(0 AS DOUBLE) END AS known_income,
    CAST(c.work AS DOUBLE) / nullif(c.known, 0) AS work,
    CAST(c.work - c.subsidised AS DOUBLE) / nullif(c.known, 0) AS unsubsidised_work,
    CAST(c.subsidised AS DOUBLE) / nullif(c.known, 0) AS subsidised_work,
    CASE WHEN c.priced THEN c.wage END AS wage,
    CASE WHEN c.priced THEN TRY_CAST(c.labour_cost AS DECIMAL(18, 6)) END AS labour_cost,
    CASE WHEN c.priced THEN TRY_CAST(c.kommun AS DECIMAL(18, 6)) END AS kommun,
    CASE WHEN c.priced THEN TRY_CAST(c.region AS DECIMAL(18, 6)) END AS region,
    CASE WHEN c.priced THEN TRY_CAST(c.stat AS DECIMAL(18, 6)) END AS stat,
    CASE WHEN c.priced THEN TRY_CAST(c.individ AS DECIMAL(18, 6)) END AS individ,
    CASE WHEN c.priced THEN c.social_assistance END AS social_assistance,
    CASE WHEN c.priced THEN c.unemployment_benefit END AS unemployment_benefit,
    CASE WHEN c.priced THEN c.taxable END AS taxable
FROM complete AS c
INNER JOIN metric.risk_set AS r ON r.person = c.person AND r.start_no = c.start_no
CROSS JOIN metric.follow_up AS f
