/*
title: {sv: Tomma källor, en: Empty sources}
doc:
  sv: Inga objekt hittades på den plats eller med det mönster som källan anger. Sökvägen kan vara felstavad, eller så har leveransen uteblivit. Det som lästes tidigare gäller.
  en: No objects were found at the location or with the pattern that the source gives. The path may be misspelt, or the delivery may be missing. The data read earlier is used.
severity: warn
message:
  sv: "Källan {source}: inga objekt hittades ({table_name})"
  en: "Source {source}: no objects were found ({table_name})"
*/
SELECT
    source,
    table_name
FROM meta.delivery_note
WHERE rule = 'source.empty'
