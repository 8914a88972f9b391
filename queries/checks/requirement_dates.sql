/*
title: {sv: Åtaganden vars dagar inte stämmer, en: Undertakings whose days contradict each other}
doc:
  sv: Åtaganden där den första placeringen ska börja efter åtagandets sista dag. Båda dagarna används som de står.
  en: Undertakings whose first placement is to begin after the last day of the undertaking. Both days are used as they are.
severity: warn
message:
  sv: "Avtal {contract_id}, {kind_sv}: den första ska börja senast {first_by}, som är efter sista dagen {due}"
  en: "Contract {contract_id}, {kind_en}: the first is to begin by {first_by}, which is after the last day {due}"
concerns: [requirement_fulfilment, requirement_delivered]
*/
SELECT
    r.municipality,
    r.contract_id,
    w.sv AS kind_sv,
    w.en AS kind_en,
    r.first_by,
    r.due
FROM metric.requirement_once AS r
INNER JOIN metric.requirement_word AS w ON w.code = r.kind
WHERE r.first_by > r.due
