/*
title: {sv: Merkostnad mot referenspris, en: Extra cost against the reference price}
doc:
  sv: Utbetalt minus referenspriset för samma mängd och kvalitet, för avtal vars referenspris är känt. Ett negativt värde är billigare. Basårets priser.
  en: Spend minus the reference price for the same quantity and quality, for contracts with a known reference price. A negative value is cheaper. Base-year prices.
unit: SEK
value: sum(CASE WHEN reference_price IS NOT NULL THEN spend - reference_price END)
parts:
  share: {value: "CAST(sum(CASE WHEN reference_price IS NOT NULL THEN spend - reference_price END) AS DOUBLE) / nullif(sum(reference_price), 0)", unit: share, title: {sv: Andel av referenspriset, en: Share of the reference price}}
  for_accepted: {value: "sum(CASE WHEN accepted_value IS NOT NULL THEN spend - accepted_value END)", title: {sv: Mot godkänd leverans, en: Against the accepted delivery}}
  reference: {value: "sum(reference_price)", title: {sv: Referenspris, en: Reference price}}
  contracts: {value: "count(reference_price)", unit: contracts, title: {sv: Avtal med referenspris, en: Contracts with a reference price}}
  coverage: {value: "CAST(sum(CASE WHEN reference_price IS NOT NULL THEN spend END) AS DOUBLE) / nullif(sum(spend_seen), 0)", unit: share, title: {sv: Andel av utbetalningarna, en: Share of the spend}}
by: [municipality, procedure, service_area]
period: {column: year, grains: [year]}
format: {decimals: 0}
*/
SELECT
    v.municipality,
    v.procedure,
    v.service_area,
    v.year,
    v.spend,
    v.spend_seen,
    CASE WHEN v.spend IS NOT NULL THEN d.reference_price END AS reference_price,
    CASE WHEN v.spend IS NOT NULL THEN d.accepted_value END AS accepted_value
FROM metric.contract_value AS v
LEFT JOIN metric.contract_delivery AS d ON d.contract_id = v.contract_id
