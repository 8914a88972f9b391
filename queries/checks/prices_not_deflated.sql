/*
title: {sv: Priser som inte är omräknade, en: Prices that are not deflated}
doc:
  sv: Belopp från andra år än basåret räknas om med konsumentprisindex. Det saknas; läs in parametern kpi från SCB.
  en: Amounts of other years than the base year are deflated with the consumer price index. It is missing; load the parameter kpi from Statistics Sweden.
severity: warn
message:
  sv: "Kommun {municipality}: {amount} kr i löpande priser, kpi saknas"
  en: "Municipality {municipality}: {amount} SEK in current prices, no kpi"
concerns: [double_value, extra_cost, cost_per_job]
*/
SELECT
    v.municipality,
    sum(s.undeflated) AS amount
FROM metric.contract_value AS v
INNER JOIN metric.contract_spend AS s ON s.contract_id = v.contract_id
WHERE s.undeflated <> 0
GROUP BY v.municipality
