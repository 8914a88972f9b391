/*
title: {sv: Reserverade avtal, en: Reserved contracts}
doc:
  sv: Kommunens köp som är reserverade enligt LOU 4:18 eller 19:6a. Okänt räknas inte som nej utan i unknown, och är skillnaden mellan det låga och det höga värdet.
  en: The municipality's purchases that are reserved under LOU 4:18 or 19:6a. Unknown is not counted as no but in unknown, and is the difference between the low and the high value.
unit: contracts
agenda2030: [8, 12]
let:
  - reserved: sum(CASE WHEN reserved THEN 1 ELSE 0 END)
    known: count(reserved)
    contracts: count(*)
    value_sek: sum(CASE WHEN reserved THEN value END)
    with_value: count(CASE WHEN reserved THEN value END)
    held_back: count(CASE WHEN reserved THEN held_back END)
value: CASE WHEN known > 0 THEN reserved END
low: CASE WHEN known > 0 THEN reserved END
high: CASE WHEN known > 0 THEN reserved + contracts - known END
parts:
  value_sek: {value: "value_sek", unit: SEK, title: {sv: Känt värde, en: Known value}}
  with_value: {value: "with_value", title: {sv: Med känt värde, en: With a known value}}
  held_back: {value: "held_back", title: {sv: Utan växelkurs, en: Without an exchange rate}}
  share: {value: "CAST(reserved AS DOUBLE) / nullif(known, 0)", unit: share, title: {sv: Andel av dem där det är känt, en: Share of those for which it is known}}
  unknown: {value: "contracts - known", title: {sv: Okänt, en: Unknown}}
by: [municipality, procedure, service_area]
period: {column: day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    municipality,
    procedure,
    service_area,
    day,
    value,
    held_back,
    reserved
FROM metric.contract_bought
