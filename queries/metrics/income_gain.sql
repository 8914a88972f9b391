/*
title: {sv: Inkomst efter minus före, en: Income after minus before}
doc:
  sv: Deltagarnas medelinkomst per månad, lön och ersättningar före skatt, de tolv månaderna efter att den första placeringen började minus de tolv månaderna före. Utan jämförelsegrupp är skillnaden inte en effekt.
  en: Participants' mean monthly income, wages and benefits before tax, in the twelve months after the first placement began minus that in the twelve months before. Without a comparison group the difference is not an effect.
unit: SEK/month
agenda2030: [8, 10]
value: avg(CASE WHEN income_before IS NOT NULL THEN CAST(income_after - income_before AS DOUBLE) END)
protect: sum
contribution: income_after - income_before
status: CASE WHEN count(income_after - income_before) BETWEEN 1 AND 9 THEN 'small_denominator' END
parts:
  before: {value: "avg(CASE WHEN income_after IS NOT NULL THEN CAST(income_before AS DOUBLE) END)", protect: sum, contribution: CASE WHEN income_after IS NOT NULL THEN income_before END, title: {sv: Före, en: Before}}
  after: {value: "avg(CASE WHEN income_before IS NOT NULL THEN CAST(income_after AS DOUBLE) END)", protect: sum, contribution: CASE WHEN income_before IS NOT NULL THEN income_after END, title: {sv: Efter, en: After}}
  observed: {value: "count(income_after - income_before)", unit: persons, protect: count, numerator: count(DISTINCT CASE WHEN income_after - income_before IS NOT NULL THEN person END), title: {sv: Personer med båda, en: Persons with both}}
persons: count(DISTINCT CASE WHEN income_after - income_before IS NOT NULL THEN person END)
grade: ej_belagd
by: [municipality]
period: {column: first_day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    person,
    municipality,
    first_day,
    income_before,
    income_after
FROM metric.person_income
