/*
title: {sv: Placeringar vars tid är okänd, en: Placements whose time is unknown}
doc:
  sv: Avtal med en placering som inte har någon sista dag, där inte heller avtalet har någon, eller vars sista dag är före den första. Myndighetens läsning av avtalet är då okänd.
  en: Contracts with a placement that has no last day, of which the contract has none either, or whose last day is before its first. The authority's reading of the contract is then unknown.
severity: warn
message:
  sv: "Avtal {contract_id}: en placerings sista dag saknas eller är före den första, och myndighetens läsning är därför okänd"
  en: "Contract {contract_id}: the last day of a placement is missing or before its first, so that the authority's reading is unknown"
concerns: [uhm_reading]
*/
SELECT contract_id
FROM metric.placement_time
WHERE years IS NULL
GROUP BY contract_id
