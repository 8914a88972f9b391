/*
title: {sv: Åtaganden i avtal som inte finns, en: Undertakings of contracts that do not exist}
doc:
  sv: Åtaganden med ett avtalsnummer som inte finns i avtalsregistret. Inget räknas mot dem, och om de är uppfyllda är okänt.
  en: Undertakings with a contract id that is not in the contract register. Nothing counts toward them, and whether they are fulfilled is unknown.
severity: warn
message:
  sv: "Avtal {contract_id} finns inte, men {undertakings} åtaganden nämner det. Rätta numret eller läs in avtalet."
  en: "Contract {contract_id} does not exist, but {undertakings} undertakings refer to it. Correct the id or load the contract."
concerns: [requirement_fulfilment, requirement_delivered, requirement_reported]
*/
SELECT
    contract_id,
    count(*) AS undertakings
FROM metric.requirement_once
WHERE NOT found
GROUP BY contract_id
