/*
title: {sv: Ersättningar som inte är kända för alla, en: Benefits not known for all}
doc:
  sv: Avtal där bara en del av deltagarna har kända ersättningar före insatsen. De antagna tillstånden används för de övriga.
  en: Contracts for which only some participants have known benefits before the measure. The assumed states are used for the others.
severity: warn
message:
  sv: "Avtal {contract_id}: ersättningar före insatsen är kända för {percent} % av deltagarna; antaganden används för övriga"
  en: "Contract {contract_id}: benefits before the measure are known for {percent} % of the participants; assumptions are used for the others"
concerns: [double_value, double_value_of_contract]
*/
SELECT DISTINCT
    s.municipality,
    b.contract_id,
    CAST(floor(100 * b.observed) AS INTEGER) AS percent
FROM metric.observed_benefit AS b
INNER JOIN metric.contract_scope AS s ON s.contract_id = b.contract_id AND s.residence = b.residence
WHERE b.observed < 1
