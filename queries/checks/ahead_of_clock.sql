/*
title: {sv: Rader före klockan, en: Rows ahead of the clock}
doc:
  sv: Rader vars ändringstid ligger i framtiden. De är inlästa, och det som ändras härefter läses ändå, men deras tid är fel i källan.
  en: Rows whose time of change is in the future. They were read, and what is changed from now on is read nevertheless, but their time is wrong in the source.
severity: warn
message:
  sv: "Källan {source}: {rows} rader till {table_name} har en ändringstid i framtiden"
  en: "Source {source}: {rows} rows for {table_name} have a time of change in the future"
*/
SELECT
    source,
    table_name,
    rows
FROM meta.delivery_note
WHERE rule = 'cursor.ahead'
