/*
title: {sv: Rader i karantän, en: Rows in quarantine}
doc:
  sv: Rader som inte kunde läsas och därför inte är med i någon siffra. Orsaken till var och en står i meta.issue.
  en: Rows that could not be read and so are in no figure. Why, row by row, is in meta.issue.
severity: warn
message:
  sv: "Källan {source}, {object}: {rejected} rader till {table_name} är i karantän, {rows_in} är med"
  en: "Source {source}, {object}: {rejected} rows for {table_name} are in quarantine, {rows_in} are in"
*/
SELECT
    source,
    object,
    table_name,
    rows AS rejected,
    rows_before AS rows_in
FROM meta.delivery_note
WHERE rule = 'quarantine'
