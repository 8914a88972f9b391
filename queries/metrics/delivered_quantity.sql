/*
title: {sv: Levererad mängd, en: Delivered quantity}
doc:
  sv: >-
    Summan av kända mängder i leveranserna, för en enhet i taget: ton, m2, portioner. Olika enheter läggs aldrig ihop, och en mängd utan enhet är med i ingen summa. accepted är mängden gånger godkänd andel, och är okänd om andelen är det för någon av mängderna. Versaler och upphöjda tvåor och treor i enheten skiljer inte. Bara köp, och inte underleverantörers avtal.
  en: >-
    Sum of the known quantities of the deliveries, for one unit at a time: tonnes, m2, portions. Different units are never added up, and a quantity without a unit is in no sum. accepted is the quantity times the accepted share, and is unknown if the share is for any of the quantities. Upper case and superscript twos and threes in a unit make no difference. Purchases only, and no sub-suppliers' contracts.
unit: units
value: CASE WHEN min(unit) = max(unit) AND count(unit) = count(*) THEN sum(quantity) END
protect: none
parts:
  accepted: {value: "CASE WHEN min(unit) = max(unit) AND count(unit) = count(*) AND count(accepted) = count(quantity) THEN sum(accepted) END", protect: none, title: {sv: därav godkänd, en: of which accepted}}
  deliveries: {value: "count(*)", unit: deliveries, protect: none, title: {sv: Leveranser, en: Deliveries}}
  unknown: {value: "count(*) - count(quantity)", unit: deliveries, protect: none, title: {sv: Leveranser med okänd mängd, en: Deliveries of unknown quantity}}
by: [municipality, service_area, unit]
# Never without the unit.
publish: [[unit], [municipality, unit], [service_area, unit], [unit, year], [municipality, unit, year]]
period: {column: period, grains: [year]}
format: {decimals: 0}
*/
SELECT
    c.municipality,
    c.service_area,
    d.period,
    replace(replace(lower(trim(d.unit)), '²', '2'), '³', '3') AS unit,
    -- Older segments may hold values from before the ranges were enforced.
    CASE WHEN d.quantity >= 0 THEN d.quantity END AS quantity,
    -- Products of two narrow decimals overflow in DuckDB, so one factor is wide.
    CASE WHEN d.quantity >= 0 AND d.accepted_share BETWEEN 0 AND 1 THEN CAST(d.quantity AS DECIMAL(28, 6)) * CAST(d.accepted_share AS DECIMAL(9, 6)) END AS accepted
FROM core.delivery AS d
LEFT JOIN metric.contract_register AS c ON c.contract_id = d.contract_ref
WHERE coalesce(c.purchase, TRUE)
  AND coalesce(c.tier, 1) = 1
