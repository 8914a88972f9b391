/*
title: {sv: Uppgifter som saknas för det dubbla värdet, en: Data missing for the double value}
doc:
  sv: Avtal vars kostnad, tjänstevärde eller sociala värde är okänt, och vad som saknas. De ingår inte i det dubbla värdet.
  en: Contracts whose cost, service value or social value is unknown, and what is missing. They are not included in the double value.
severity: warn
message:
  sv: "Avtal {contract_id}: {what}"
  en: "Contract {contract_id}: {what_en}"
concerns: [double_value, double_value_of_contract, extra_cost]
*/
SELECT
    m.municipality,
    m.contract_id,
    m.missing,
    CASE WHEN m.part NOT IN ('spend', 'service') THEN 'double_value' END AS metric,
    coalesce(w.sv, m.missing || ' saknas') AS what,
    coalesce(w.en, 'lacks ' || m.missing) AS what_en
FROM metric.contract_missing AS m
LEFT JOIN metric.missing_reason AS w ON w.missing = m.missing
