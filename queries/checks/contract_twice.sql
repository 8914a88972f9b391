/*
title: {sv: Avtal som inte kan pekas ut, en: Contract that cannot be told apart}
doc:
  sv: Ett avtalsnummer som finns flera gånger och som poster, leveranser eller placeringar nämner. Deras värde skulle höra till fel avtal.
  en: A contract id that is there several times and that postings, deliveries or placements name. Their value would go to the wrong contract.
severity: error
message:
  sv: "Avtal {contract_id} finns {rows} gånger, i källorna {first_source} och {last_source}. Ta bort det ur en av dem."
  en: "Contract {contract_id} is there {rows} times, in the sources {first_source} and {last_source}. Remove it from one of them."
*/
SELECT
    contract_id,
    count(*) AS rows,
    min(_source) AS first_source,
    max(_source) AS last_source
FROM metric.contract_in_sek
WHERE
    contract_id IN (SELECT contract_id FROM metric.contract_spend)
    OR contract_id IN (SELECT contract_ref FROM core.delivery)
    OR contract_id IN (SELECT contract_ref FROM core.placement)
GROUP BY contract_id
HAVING count(*) > 1
