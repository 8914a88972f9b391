/*
title: {sv: Deltagare på flera avtal, en: Participants on several contracts}
doc:
  sv: En deltagare på flera avtal fördelas lika mellan dem, så att effekten räknas en gång.
  en: A participant on several contracts is split evenly between them, so that the effect is counted once.
severity: warn
message:
  sv: "Avtal {contract_id}: {persons} deltagare finns också på andra avtal"
  en: "Contract {contract_id}: {persons} participants are also on other contracts"
concerns: [double_value, double_value_of_contract]
*/
SELECT
    c.municipality,
    p.contract_id,
    count(*) AS persons
FROM metric.contract_person AS p
LEFT JOIN metric.contract_register AS c ON c.contract_id = p.contract_id
WHERE p.share < 1
GROUP BY c.municipality, p.contract_id
