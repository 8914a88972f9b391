/*
title: {sv: Samma avtal i flera källor, en: The same contract in several sources}
doc:
  sv: Ett avtalsnummer som finns i flera källor skulle räknas två gånger eller få fel uppgifter.
  en: A contract id that several sources have would be counted twice or get wrong facts.
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
FROM core.contract
GROUP BY contract_id
HAVING count(*) > 1
