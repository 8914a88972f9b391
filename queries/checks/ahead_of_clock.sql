/*
title: {sv: Rader med ändringstid i framtiden, en: Rows changed in the future}
doc:
  sv: Rader vars ändringstid ligger i framtiden. De är inlästa, och senare ändringar läses också, men tiden är fel i källan.
  en: Rows whose modification time is in the future. They were read, and later changes will be read too, but the time is wrong in the source.
severity: warn
message:
  sv: "Källan {source}: {rows} rader till {table_name} har en ändringstid i framtiden"
  en: "Source {source}: {rows} rows for {table_name} have a modification time in the future"
*/
SELECT
    source,
    table_name,
    rows
FROM meta.delivery_note
WHERE rule = 'cursor.ahead'
