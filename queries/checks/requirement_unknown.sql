/*
title: {sv: Åtaganden som inte kan följas upp helt, en: Undertakings that cannot be followed up completely}
doc:
  sv: Åtaganden vars status eller återstod är okänd, med skälet. Åtaganden i avtal som inte finns nämns av en annan kontroll.
  en: Undertakings whose status or remainder is unknown, with the reason. Undertakings of contracts that do not exist are named by another check.
severity: warn
message:
  sv: "Avtal {contract_id}, {kind_sv}: {missing_sv}"
  en: "Contract {contract_id}, {kind_en}: {missing_en}"
concerns: [requirement_fulfilment, requirement_delivered]
*/
SELECT
    d.municipality,
    d.contract_id,
    w.sv AS kind_sv,
    w.en AS kind_en,
    m.sv AS missing_sv,
    m.en AS missing_en
FROM metric.requirement_delivery AS d
INNER JOIN metric.requirement_word AS w ON w.code = d.kind
INNER JOIN metric.requirement_word AS m ON m.code = d.missing
WHERE d.missing <> 'unknown_contract'
