/*
title: {sv: Avtal som inte kan placeras i en grupp, en: Contracts that cannot be placed in a group}
doc:
  sv: Avtal i det dubbla värdet som saknar kommun, förfarande, tjänsteområde eller tecknandedag, fast andra avtal har det. De kan höra till grupper där de inte räknas, vilket sänker gruppernas coverage.
  en: Contracts in the double value without a municipality, procedure, service area or day of signing, although other contracts have one. They may belong to groups in which they are not counted, which lowers the coverage of those groups.
severity: warn
message:
  sv: "Avtal {contract_id} saknar {what}"
  en: "Contract {contract_id} lacks {what_en}"
concerns: [double_value, double_value_of_contract]
*/
WITH stated AS (
    SELECT count(procedure) AS procedures, count(service_area) AS service_areas
    FROM metric.contract_value
),
contracts AS (
    SELECT
        v.contract_id,
        v.municipality IS NULL AS no_municipality,
        v.procedure IS NULL AND s.procedures > 0 AS no_procedure,
        v.service_area IS NULL AND s.service_areas > 0 AS no_service_area,
        NOT v.year_stated AS no_year
    FROM metric.contract_value AS v
    CROSS JOIN stated AS s
)
SELECT contract_id, 'kommun' AS what, 'its municipality' AS what_en FROM contracts WHERE no_municipality
UNION ALL
SELECT contract_id, 'förfarande (procedure)', 'procedure' FROM contracts WHERE no_procedure
UNION ALL
SELECT contract_id, 'tjänsteområde (service_area)', 'service_area' FROM contracts WHERE no_service_area
UNION ALL
SELECT contract_id, 'tecknandedag (signed); året är den första postens', 'the day of signing; its year is that of the first posting' FROM contracts WHERE no_year
