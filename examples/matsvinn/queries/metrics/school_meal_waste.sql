/*
title: {sv: Matsvinn per portion, en: Food waste per portion}
doc:
  sv: Svinn delat med portioner, över de månader där båda är kända.
  en: Waste divided by portions, over the months in which both are known.
unit: g/portion
value: 1000 * sum(waste_kg) / nullif(sum(portions), 0)
parts:
  waste:    {value: sum(waste_kg), unit: kg, title: {sv: Svinn, en: Waste}}
  portions: {value: sum(portions), unit: portions, title: {sv: Portioner, en: Portions}}
grade: uppmatt
by: [municipality]
period: {column: month, grains: [year, month]}
format: {decimals: 1}
*/
SELECT
    municipality,
    month,
    portions,
    waste_kg
FROM metric.school_meals
WHERE portions IS NOT NULL
  AND waste_kg IS NOT NULL
