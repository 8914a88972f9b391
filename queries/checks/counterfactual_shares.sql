/*
title: {sv: Andelar utanför 0 till 1, en: Shares outside 0 to 1}
doc:
  sv: Andelarna av deltagarna i de tillstånd som de annars hade varit i får tillsammans vara högst 1, och varje andel måste ligga mellan 0 och 1; så även undanträngningen.
  en: The shares of the participants in the states they would otherwise be in must add up to at most 1, and each share must be between 0 and 1; so must displacement.
severity: error
message:
  sv: "Avtal {contract_id}: counterfactual_share blir {total}, displacement {displacement}. Rätta parametrarna."
  en: "Contract {contract_id}: counterfactual_share adds up to {total}, displacement is {displacement}. Correct the parameters."
concerns: [double_value, double_value_of_contract]
*/
WITH sums AS (
    SELECT
        contract_id,
        residence,
        sum(value) AS total,
        min(value) AS smallest
    FROM metric.parameter_in_force
    WHERE name LIKE 'counterfactual_share.%'
    GROUP BY contract_id, residence
)
SELECT DISTINCT
    r.contract_id,
    s.total,
    r.displacement
FROM metric.contract_rate AS r
LEFT JOIN sums AS s ON s.contract_id = r.contract_id AND s.residence = r.residence
WHERE s.total > 1
   OR s.smallest < 0
   OR r.displacement NOT BETWEEN 0 AND 1
