/*
title: {sv: Priser som inte är omräknade, en: Prices not deflated}
doc:
  sv: Belopp från andra år än basåret räknas om med konsumentprisindex. För de här beloppen saknas index; läs in parametern kpi från SCB.
  en: Amounts from years other than the base year are deflated with the consumer price index. The index is missing for these amounts; load the parameter kpi from Statistics Sweden.
severity: warn
message:
  sv: "Kommun {municipality}: {amount} kr i löpande priser, kpi saknas"
  en: "Municipality {municipality}: {amount} SEK in current prices, kpi is missing"
concerns: [double_value, double_value_of_contract, extra_cost, cost_per_job]
*/
SELECT
    v.municipality,
    sum(s.undeflated) AS amount
FROM metric.contract_value AS v
INNER JOIN metric.contract_spend AS s ON s.contract_id = v.contract_id
WHERE s.undeflated <> 0
GROUP BY v.municipality
