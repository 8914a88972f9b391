/*
title: {sv: Avtal utan den första placeringen i tid, en: Contracts without the first placement in time}
doc:
  sv: Åtaganden där den sista dagen för den första placeringen har passerat utan någon placering som räknas.
  en: Undertakings for which the last day for the first placement has passed without any placement that counts.
severity: warn
message:
  sv: "Avtal {contract_id}, {kind_sv}: den första skulle ha börjat senast {first_by}, och ingen har börjat"
  en: "Contract {contract_id}, {kind_en}: the first was to begin by {first_by}, and none has begun"
concerns: [requirement_fulfilment, requirement_delivered]
*/
SELECT
    d.municipality,
    d.contract_id,
    w.sv AS kind_sv,
    w.en AS kind_en,
    d.first_by
FROM metric.requirement_delivery AS d
INNER JOIN metric.requirement_word AS w ON w.code = d.kind
WHERE d.first_late
