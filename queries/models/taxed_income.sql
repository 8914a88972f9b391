/*
title: {sv: Inkomster som skatten räknas på, en: Incomes on which the tax is computed}
doc:
  sv: Varje års inkomst i arbete och utan arbete en gång, och inkomsterna i riskmängdernas block, med de satser som beror på personen.
  en: Each income of a year in work and without work once, and the incomes of the blocks of the risk sets, with the rates that depend on the person.
columns:
  kommunalskatt: Municipal tax rate, share.
  regionskatt: Regional tax rate, share.
  regionreduktion: Regional tax reduction, SEK a year; 0 where none is stated.
  age: Age at the start of the year if a rule for an age applies, else 0.
  earned: Earned income, SEK a year.
  other: Other taxed income, SEK a year.
  pensionable: Whether the general pension fee is paid on the other income.
*/
WITH workers AS (
    SELECT
        w.contract_id,
        w.residence,
        w.age,
        r.kommunalskatt,
        r.regionskatt,
        coalesce(r.regionreduktion, CAST(0 AS DECIMAL(18, 2))) AS regionreduktion,
        TRY_CAST(CAST(r.wage AS DECIMAL(28, 2)) * w.extent AS DECIMAL(18, 2)) AS wage
    FROM metric.contract_worker AS w
    INNER JOIN metric.contract_rate AS r ON r.contract_id = w.contract_id AND r.residence = w.residence
)
SELECT kommunalskatt, regionskatt, regionreduktion, age, wage AS earned, CAST(0 AS DECIMAL(18, 2)) AS other, TRUE AS pensionable
FROM workers
WHERE kommunalskatt IS NOT NULL AND regionskatt IS NOT NULL AND wage IS NOT NULL
UNION
SELECT w.kommunalskatt, w.regionskatt, w.regionreduktion, w.age, CAST(0 AS DECIMAL(18, 2)), s.taxed, s.pensionable
FROM workers AS w
INNER JOIN metric.contract_state AS s ON s.contract_id = w.contract_id AND s.residence = w.residence
WHERE w.kommunalskatt IS NOT NULL AND w.regionskatt IS NOT NULL AND s.taxed IS NOT NULL
UNION
SELECT kommunalskatt, regionskatt, regionreduktion, age, wage, unemployment_benefit, TRUE
FROM metric.risk_income
WHERE kommunalskatt IS NOT NULL AND regionskatt IS NOT NULL AND wage IS NOT NULL
