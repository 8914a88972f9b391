/*
title: {sv: Avtalsnummer som återkommer, en: Contract ids that come again}
doc:
  sv: Källorna har samma avtalsnummer på flera rader, till exempel en upphandling som annonserats om. Varje rad räknas, som källan gör, utom rader som bara skiljer sig i leverantören.
  en: The sources have the same contract id in several rows, such as a procurement that was announced again. Each row counts, as it does to the source, but for rows that differ in the supplier alone.
severity: warn
message:
  sv: "{ids} avtalsnummer finns på {rows} rader i källan {_source}"
  en: "{ids} contract ids are in {rows} rows of the source {_source}"
concerns: [contracts, reserved_contracts]
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
