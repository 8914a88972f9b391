/*
title: {sv: Leveranser som hålls tillbaka, en: Deliveries that are held back}
doc:
  sv: En ny version av ett objekt skiljer sig så mycket från den förra att den inte har tagits in. Den förra gäller tills någon godtar den nya med `dubbelkrona accept`, eller en rimlig kommer.
  en: A new version of an object differs so much from the former one that it was not taken. The former holds until somebody accepts the new one with `dubbelkrona accept`, or a plausible one comes.
severity: warn
message:
  sv: "Källan {source}, {object}: den senaste versionen hålls tillbaka ({table_name} {rows_before} → {rows} rader); den förra gäller"
  en: "Source {source}, {object}: its latest version is held back ({table_name} {rows_before} → {rows} rows); the former one holds"
*/
SELECT
    source,
    object,
    table_name,
    rows_before,
    rows
FROM meta.delivery_note
WHERE rule = 'volume.held'
