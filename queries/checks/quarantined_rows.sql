/*
title: {sv: Rader i karantän, en: Rows in quarantine}
doc:
  sv: Rader som inte kunde läsas och därför inte ingår i någon siffra. Orsaken för varje rad finns i meta.issue.
  en: Rows that could not be read and are therefore not included in any figure. The reason for each row is in meta.issue.
severity: warn
message:
  sv: "Källan {source}, {object}: {rejected} rader till {table_name} är i karantän, {rows_in} är inlästa"
  en: "Source {source}, {object}: {rejected} rows for {table_name} are in quarantine, {rows_in} were loaded"
*/
SELECT
    source,
    object,
    table_name,
    rows AS rejected,
    rows_before AS rows_in
FROM meta.delivery_note
WHERE rule = 'quarantine'
