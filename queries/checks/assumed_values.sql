/*
title: {sv: Antagna värden, en: Assumed values}
doc:
  sv: Parametrar som är antagna eller återgivna ur minnet och ingår i något avtals värde, och referenspriser som är antagna.
  en: Parameters that are assumed or recalled and part of some contract's value, and reference prices that are assumed.
severity: warn
message:
  sv: "{name}: antaget för {contracts} avtal"
  en: "{name}: assumed for {contracts} contracts"
concerns: [double_value]
*/
SELECT
    p.name,
    count(DISTINCT p.contract_id) AS contracts
FROM metric.parameter_in_force AS p
WHERE p.grade IN ('recalled', 'assumed')
  AND p.name <> 'base_year' -- a choice, not an estimate
GROUP BY p.name
UNION ALL
SELECT
    'reference_price',
    count(*)
FROM metric.contract_value
WHERE reference_assumed
HAVING count(*) > 0
