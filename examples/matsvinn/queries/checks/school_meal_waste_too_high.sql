/*
title: {sv: Orimligt matsvinn, en: Unlikely food waste}
doc:
  sv: Över 400 g per portion har någon troligen skrivit fel enhet eller ett komma för lite.
  en: Above 400 g a portion somebody probably wrote the wrong unit or lost a comma.
severity: warn
message:
  sv: "Kommun {municipality}, {month}: {grams} g svinn per portion. Kontrollera enheten i källan."
  en: "Municipality {municipality}, {month}: {grams} g of waste a portion. Look at the unit in the source."
*/
SELECT
    municipality,
    month,
    CAST(round(1000 * waste_kg / portions) AS BIGINT) AS grams
FROM metric.school_meals
WHERE portions > 0
  AND waste_kg > 0.4 * portions
