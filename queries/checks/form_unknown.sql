/*
title: {sv: Avtal utan form, en: Contracts without a form}
doc:
  sv: Kommunens egna avtal utan känd form, fast andra avtal i samma källa har en. De räknas som köp, och är de bidrag är köpen för många.
  en: The municipality's own contracts without a known form, although others of the same source have one. They are counted as purchases, and if they are grants, there are too many purchases.
severity: warn
message:
  sv: "Källan {_source}: {contracts} avtal saknar form och räknas som köp. Komplettera kolumnens values."
  en: "Source {_source}: {contracts} contracts have no form and are counted as purchases. Add their words to values of the column."
concerns: [contracts, contracts_by_form, reserved_contracts, spend_social_enterprises, extra_cost, cost_per_job, double_value, double_value_of_contract]
*/
SELECT _source, count(*) - count(form) AS contracts
FROM metric.contract_in_sek
WHERE tier = 1
GROUP BY _source
HAVING count(form) > 0 AND count(*) > count(form)
