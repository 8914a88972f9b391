/*
title: {sv: Avtal med tvetydigt nummer, en: Ambiguous contract id}
doc:
  sv: Ett avtalsnummer som finns flera gånger och som poster, leveranser eller placeringar hänvisar till. Deras värde kan hamna på fel avtal.
  en: A contract id that occurs several times and that postings, deliveries or placements refer to. Their value could be assigned to the wrong contract.
severity: error
message:
  sv: "Avtal {contract_id} finns {rows} gånger, i källorna {first_source} och {last_source}. Ta bort det ur en av dem."
  en: "Contract {contract_id} occurs {rows} times, in sources {first_source} and {last_source}. Remove it from one of them."
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
