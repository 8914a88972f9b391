/*
title: {sv: Effekt på arbete, en: Effect on work}
doc:
  sv: Vad det betyder att börja nu i stället för att vänta, för arbete och för vad kommun, region, stat och individ får. De som börjar jämförs med registrerade deltagare och jämförelsepersoner i samma kommun som månaden före var utan arbete och inte hade börjat.
  en: What it means to start now rather than to wait, for work and for what municipality, region, state and individual get. Those who start are compared with registered participants and comparison persons of the same municipality who were without work in the month before and had not started.
design: matched
treatment: {sv: de som började sin första placering, en: those who began their first placement}
pool: {sv: "registrerade personer i samma kommun, i insatsen eller i jämförelsegruppen, som var utan arbete och inte hade börjat", en: "registered persons of the same municipality, in the measure or in the comparison group, who were without work and had not started"}
comparison_source: {sv: registret över deltagare och jämförelsegrupp med deras utfall, en: the register of participants and comparison group with their outcomes}
baseline: [woman, sex_unknown, age, age_squared, age_unknown, upper_secondary, post_secondary, education_unknown, without_work_7_12, without_work_13, start_year]
history: {work_36: 12, work_24: 12, work_12: 6, work_6: 6}
held_out: [work_36, work_24]
blocks: 3
anticipation: 0
outcomes:
  unsubsidised_work: {title: {sv: Osubventionerat arbete, en: Unsubsidised work}, unit: share, known: known}
  work: {title: {sv: Arbete, en: Work}, unit: share, known: known}
  subsidised_work: {title: {sv: Subventionerat arbete, en: Subsidised work}, unit: share, known: known}
  wage: {title: {sv: Lön, en: Wage}, unit: SEK, known: known_income}
  labour_cost: {title: {sv: Lön och arbetsgivaravgift, en: Wage and employer contributions}, unit: SEK, known: known_income}
  kommun: {title: {sv: Till kommunen, en: To the municipality}, unit: SEK, known: known_income}
  region: {title: {sv: Till regionen, en: To the region}, unit: SEK, known: known_income}
  stat: {title: {sv: Till staten, en: To the state}, unit: SEK, known: known_income}
  individ: {title: {sv: Till personen, en: To the person}, unit: SEK, known: known_income}
  social_assistance: {title: {sv: Försörjningsstöd, en: Social assistance}, unit: SEK, known: known_income}
  unemployment_benefit: {title: {sv: A-kassa och aktivitetsstöd, en: Unemployment benefit}, unit: SEK, known: known_income}
  taxable: {title: {sv: Beskattningsbar inkomst, en: Taxable income}, unit: SEK, known: known_income}
primary: {outcome: unsubsidised_work, block: 2}
margin: 0.05
yearly_wage: "sum(coalesce(wage_1, 0) + coalesce(wage_2, 0) + coalesce(wage_3, 0)) / nullif(sum(CASE WHEN wage_1 IS NOT NULL THEN work_1 ELSE 0 END + CASE WHEN wage_2 IS NOT NULL THEN work_2 ELSE 0 END + CASE WHEN wage_3 IS NOT NULL THEN work_3 ELSE 0 END), 0)"
*/
-- What is unknown is a category of its own, so that no column of the baseline is NULL. Blocks
-- are whole years, so that seasons even out and the start needs no month of its own. The time
-- without work ends at 13 months: what is older is held out by the check of the history.
WITH outcomes AS (
    SELECT
        person,
        start_no,
        max(CASE WHEN block = 1 AND due THEN 1 ELSE 0 END) AS due_1,
        max(CASE WHEN block = 2 AND due THEN 1 ELSE 0 END) AS due_2,
        max(CASE WHEN block = 3 AND due THEN 1 ELSE 0 END) AS due_3,
        max(CASE WHEN block = 1 THEN known END) AS known_1,
        max(CASE WHEN block = 2 THEN known END) AS known_2,
        max(CASE WHEN block = 3 THEN known END) AS known_3,
        max(CASE WHEN block = 1 THEN known_income END) AS known_income_1,
        max(CASE WHEN block = 2 THEN known_income END) AS known_income_2,
        max(CASE WHEN block = 3 THEN known_income END) AS known_income_3,
        max(CASE WHEN block = 1 THEN unsubsidised_work END) AS unsubsidised_work_1,
        max(CASE WHEN block = 2 THEN unsubsidised_work END) AS unsubsidised_work_2,
        max(CASE WHEN block = 3 THEN unsubsidised_work END) AS unsubsidised_work_3,
        max(CASE WHEN block = 1 THEN work END) AS work_1,
        max(CASE WHEN block = 2 THEN work END) AS work_2,
        max(CASE WHEN block = 3 THEN work END) AS work_3,
        max(CASE WHEN block = 1 THEN subsidised_work END) AS subsidised_work_1,
        max(CASE WHEN block = 2 THEN subsidised_work END) AS subsidised_work_2,
        max(CASE WHEN block = 3 THEN subsidised_work END) AS subsidised_work_3,
        max(CASE WHEN block = 1 THEN CAST(wage AS DOUBLE) END) AS wage_1,
        max(CASE WHEN block = 2 THEN CAST(wage AS DOUBLE) END) AS wage_2,
        max(CASE WHEN block = 3 THEN CAST(wage AS DOUBLE) END) AS wage_3,
        max(CASE WHEN block = 1 THEN CAST(labour_cost AS DOUBLE) END) AS labour_cost_1,
        max(CASE WHEN block = 2 THEN CAST(labour_cost AS DOUBLE) END) AS labour_cost_2,
        max(CASE WHEN block = 3 THEN CAST(labour_cost AS DOUBLE) END) AS labour_cost_3,
        max(CASE WHEN block = 1 THEN CAST(kommun AS DOUBLE) END) AS kommun_1,
        max(CASE WHEN block = 2 THEN CAST(kommun AS DOUBLE) END) AS kommun_2,
        max(CASE WHEN block = 3 THEN CAST(kommun AS DOUBLE) END) AS kommun_3,
        max(CASE WHEN block = 1 THEN CAST(region AS DOUBLE) END) AS region_1,
        max(CASE WHEN block = 2 THEN CAST(region AS DOUBLE) END) AS region_2,
        max(CASE WHEN block = 3 THEN CAST(region AS DOUBLE) END) AS region_3,
        max(CASE WHEN block = 1 THEN CAST(stat AS DOUBLE) END) AS stat_1,
        max(CASE WHEN block = 2 THEN CAST(stat AS DOUBLE) END) AS stat_2,
        max(CASE WHEN block = 3 THEN CAST(stat AS DOUBLE) END) AS stat_3,
        max(CASE WHEN block = 1 THEN CAST(individ AS DOUBLE) END) AS individ_1,
        max(CASE WHEN block = 2 THEN CAST(individ AS DOUBLE) END) AS individ_2,
        max(CASE WHEN block = 3 THEN CAST(individ AS DOUBLE) END) AS individ_3,
        max(CASE WHEN block = 1 THEN CAST(social_assistance AS DOUBLE) END) AS social_assistance_1,
        max(CASE WHEN block = 2 THEN CAST(social_assistance AS DOUBLE) END) AS social_assistance_2,
        max(CASE WHEN block = 3 THEN CAST(social_assistance AS DOUBLE) END) AS social_assistance_3,
        max(CASE WHEN block = 1 THEN CAST(unemployment_benefit AS DOUBLE) END) AS unemployment_benefit_1,
        max(CASE WHEN block = 2 THEN CAST(unemployment_benefit AS DOUBLE) END) AS unemployment_benefit_2,
        max(CASE WHEN block = 3 THEN CAST(unemployment_benefit AS DOUBLE) END) AS unemployment_benefit_3,
        max(CASE WHEN block = 1 THEN CAST(taxable AS DOUBLE) END) AS taxable_1,
        max(CASE WHEN block = 2 THEN CAST(taxable AS DOUBLE) END) AS taxable_2,
        max(CASE WHEN block = 3 THEN CAST(taxable AS DOUBLE) END) AS taxable_3
    FROM metric.risk_block
    GROUP BY person, start_no
)
SELECT
    r.person,
    r.scope,
    r.start_month,
    r.treated,
    r.starts_later,
    r.supplier,
    r.region,
    r.source,
    o.due_1 = 1 AS due_1,
    o.due_2 = 1 AS due_2,
    o.due_3 = 1 AS due_3,
    CASE WHEN p.sex = 'K' THEN 1 ELSE 0 END AS woman,
    CASE WHEN p.sex IS NULL THEN 1 ELSE 0 END AS sex_unknown,
    coalesce(extract(year FROM r.start_month) - p.birth_year, 0) AS age,
    coalesce(power(CAST(extract(year FROM r.start_month) - p.birth_year AS DOUBLE), 2), 0) AS age_squared,
    CASE WHEN p.birth_year IS NULL THEN 1 ELSE 0 END AS age_unknown,
    CASE WHEN p.education = 'upper_secondary' THEN 1 ELSE 0 END AS upper_secondary,
    CASE WHEN p.education = 'post_secondary' THEN 1 ELSE 0 END AS post_secondary,
    CASE WHEN p.education IS NULL THEN 1 ELSE 0 END AS education_unknown,
    CASE WHEN r.months_without_work BETWEEN 7 AND 12 THEN 1 ELSE 0 END AS without_work_7_12,
    CASE WHEN coalesce(r.months_without_work >= 13, TRUE) THEN 1 ELSE 0 END AS without_work_13,
    CAST(r.start_no - 1 AS DOUBLE) / 12 AS start_year,
    r.work_36,
    r.work_24,
    r.work_12,
    r.work_6,
    o.known_1,
    o.known_2,
    o.known_3,
    o.known_income_1,
    o.known_income_2,
    o.known_income_3,
    o.unsubsidised_work_1,
    o.unsubsidised_work_2,
    o.unsubsidised_work_3,
    o.work_1,
    o.work_2,
    o.work_3,
    o.subsidised_work_1,
    o.subsidised_work_2,
    o.subsidised_work_3,
    o.wage_1,
    o.wage_2,
    o.wage_3,
    o.labour_cost_1,
    o.labour_cost_2,
    o.labour_cost_3,
    o.kommun_1,
    o.kommun_2,
    o.kommun_3,
    o.region_1,
    o.region_2,
    o.region_3,
    o.stat_1,
    o.stat_2,
    o.stat_3,
    o.individ_1,
    o.individ_2,
    o.individ_3,
    o.social_assistance_1,
    o.social_assistance_2,
    o.social_assistance_3,
    o.unemployment_benefit_1,
    o.unemployment_benefit_2,
    o.unemployment_benefit_3,
    o.taxable_1,
    o.taxable_2,
    o.taxable_3
FROM metric.risk_set AS r
INNER JOIN outcomes AS o ON o.person = r.person AND o.start_no = r.start_no
INNER JOIN metric.participant_once AS p ON p.person = r.person
