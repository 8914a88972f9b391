/*
title: {sv: Belopp som verkar fel med en faktor tusen, en: Amounts that seem wrong by a factor of 1000}
doc:
  sv: Avtalets värde och dess utbetalningar skiljer sig ungefär med en faktor tusen, som när en källa anger tkr.
  en: A contract's value and its spend differ by a factor of about 1000, as when a source states thousands.
severity: warn
message:
  sv: "Avtal {contract_id}: värde {value} kr, utbetalt {spend} kr. Kontrollera enheten (kr eller tkr) i källan."
  en: "Contract {contract_id}: value {value} SEK, spend {spend} SEK. Check the unit (SEK or thousands of SEK) in the source."
concerns: [contracts, contracts_ending, local_share, reserved_contracts, spend_social_enterprises, double_value, double_value_of_contract, extra_cost, cost_per_job]
*/
SELECT
    c.municipality,
    c.contract_id,
    c.value,
    s.spend_nominal AS spend
FROM metric.contract_register AS c
INNER JOIN metric.contract_spend AS s ON s.contract_id = c.contract_id
WHERE c.value > 1
  AND s.spend_nominal > 1
  AND (
    CAST(s.spend_nominal AS DOUBLE) / CAST(c.value AS DOUBLE) BETWEEN 500 AND 2000
    OR CAST(c.value AS DOUBLE) / CAST(s.spend_nominal AS DOUBLE) BETWEEN 500 AND 2000
  )
