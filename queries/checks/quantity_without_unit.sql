/*
title: {sv: Levererade mängder utan enhet, en: Delivered quantities without a unit}
doc:
  sv: Leveranser med en mängd men utan enhet. Mängden är med i ingen summa.
  en: Deliveries with a quantity but no unit. The quantity is in no sum.
severity: warn
message:
  sv: "Avtal {contract_ref}: leveranser med mängd men utan enhet: {deliveries}. Ange enheten i källan eller i mappningen; tills dess är mängderna med i ingen summa."
  en: "Contract {contract_ref}: deliveries with a quantity but no unit: {deliveries}. State the unit in the source or in the mapping; until then the quantities are in no sum."
concerns: [delivered_quantity]
*/
SELECT
    contract_ref,
    count(*) AS deliveries
FROM core.delivery
WHERE quantity IS NOT NULL AND coalesce(trim(unit), '') = ''
GROUP BY contract_ref
