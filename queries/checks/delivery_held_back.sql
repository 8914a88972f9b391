/*
title: {sv: Leveranser som hålls tillbaka, en: Deliveries held back}
doc:
  sv: En ny version av ett objekt skiljer sig så mycket från den förra att den inte har tagits in. Den förra gäller tills någon godtar den nya med `dubbelkrona accept` eller tills en rimlig version levereras.
  en: A new version of an object differs so much from the previous one that it was not loaded. The previous version is used until somebody accepts the new one with `dubbelkrona accept` or a plausible version is delivered.
severity: warn
message:
  sv: "Källan {source}, {object}: den senaste versionen hålls tillbaka ({table_name} {rows_before} → {rows} rader); den förra gäller"
  en: "Source {source}, {object}: the latest version is held back ({table_name} {rows_before} → {rows} rows); the previous one is used"
*/
SELECT
    source,
    object,
    table_name,
    rows_before,
    rows
FROM meta.delivery_note
WHERE rule = 'volume.held'
