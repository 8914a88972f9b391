/*
title: {sv: Antagna värden, en: Assumed values}
doc:
  sv: Antagna parametrar, eller parametrar återgivna ur minnet, som ingår i värdet av minst ett avtal, samt antagna referenspriser.
  en: Assumed or recalled parameters that are part of the value of at least one contract, and assumed reference prices.
severity: warn
message:
  sv: "{name}: antaget för {contracts} avtal"
  en: "{name}: assumed for {contracts} contracts"
concerns: [double_value, double_value_of_contract]
*/
SELECT
    p.name,
    count(DISTINCT p.contract_id) AS contracts
FROM metric.parameter_in_force AS p
LEFT JOIN metric.contract_effect AS e ON e.contract_id = p.contract_id AND e.residence = p.residence AND e.basis <> 'assumed'
WHERE p.grade IN ('recalled', 'assumed')
  AND (e.contract_id IS NULL OR NOT (p.name LIKE 'employment_effect.%' OR p.name = 'employment_effect_se' OR p.name = 'drop_off' OR p.name = 'horizon'))
  AND p.name <> 'base_year' -- a choice, not an estimate
  -- These are no part of the double value.
  AND p.name NOT IN ('uhm_production', 'uhm_supervision', 'uhm_indirect_tax', 'uhm_supervisor_wage_month', 'uhm_administration', 'uhm_procurement')
GROUP BY p.name
UNION ALL
SELECT
    'reference_price',
    count(*)
FROM metric.contract_value
WHERE reference_assumed
HAVING count(*) > 0
