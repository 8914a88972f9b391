/*
title: {sv: Okänd kommun, en: Unknown municipality}
doc:
  sv: Rader utan kommun, eller med en kod som inte finns i kommunregistret. De ingår i totaler men inte i någon känd kommun.
  en: Rows without a municipality, or with a code that is not in the register. They are included in totals but not in any known municipality.
severity: warn
message:
  sv: "{table_name}: {rows} rader med kommun {code}"
  en: "{table_name}: {rows} rows with municipality {code}"
*/
WITH used AS (
    SELECT 'contract' AS table_name, municipality AS code, count(*) AS rows FROM metric.contract_register GROUP BY municipality
    UNION ALL
    SELECT 'spend', municipality, CAST(sum(postings) AS BIGINT) FROM metric.spend_group GROUP BY municipality
    UNION ALL
    SELECT 'participant', municipality, count(*) FROM metric.participant_once GROUP BY municipality
)
SELECT
    u.table_name,
    u.code,
    u.rows
FROM used AS u
WHERE u.code IS NULL
   OR (u.code NOT IN (SELECT code FROM core.municipality) AND EXISTS (SELECT 1 FROM core.municipality))
