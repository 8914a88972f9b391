/*
title: {sv: Avtalsnummer som förekommer flera gånger, en: Contract ids that occur several times}
doc:
  sv: Källorna har samma avtalsnummer på flera rader, till exempel en upphandling som annonserats om. Varje rad räknas, liksom i källan, utom rader som bara skiljer sig i leverantören.
  en: The sources have the same contract id in several rows, for example a procurement that was announced again. Each row is counted, as in the source, except rows that differ only in the supplier.
severity: warn
message:
  sv: "{ids} avtalsnummer finns på {rows} rader i källan {_source}"
  en: "{ids} contract ids occur in {rows} rows of source {_source}"
concerns: [contracts, contracts_ending, reserved_contracts]
*/
SELECT
    _source,
    count(*) AS ids,
    CAST(sum(rows) AS BIGINT) AS rows
FROM (
    SELECT
        min(_source) AS _source,
        contract_id,
        count(*) AS rows
    FROM metric.contract_in_sek
    GROUP BY contract_id
    HAVING count(*) > 1
) AS repeated
GROUP BY _source
