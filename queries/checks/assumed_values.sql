/*
title: {sv: Antagna värden, en: Assumed values}
doc:
  sv: Antagna parametrar, eller parametrar återgivna ur minnet, som ingår i värdet av minst ett avtal, samt antagna referenspriser.
  en: Assumed or recalled parameters that are part of the value of at least one contract, and assumed reference prices.
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
