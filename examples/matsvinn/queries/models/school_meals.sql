/*
title: {sv: Skolmåltider och svinn, en: School meals and waste}
doc:
  sv: En rad per kommun och månad. Ett mått som källan inte känner är NULL.
  en: One row per municipality and month. A figure that the source does not know is NULL.
columns:
  municipality: Code of the municipality.
  month: First day of the month.
  portions: Portions served.
  waste_kg: Food thrown away, in kg.
*/
SELECT
    area AS municipality,
    period AS month,
    max(CASE WHEN indicator = 'school_meal_portions' THEN value END) AS portions,
    max(CASE WHEN indicator = 'school_meal_waste' THEN value END) AS waste_kg
FROM core.indicator
WHERE indicator IN ('school_meal_portions', 'school_meal_waste')
GROUP BY area, period
