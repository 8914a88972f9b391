/*
title: {sv: Källor där inget finns, en: Sources at which nothing is found}
doc:
  sv: Mönstret eller platsen som källan pekar på gav inga objekt. Det kan vara felstavat, eller leveransen har uteblivit. Det som lästes tidigare gäller.
  en: The pattern or place that the source names gave no objects. It may be misspelt, or the delivery did not come. What was read before holds.
severity: warn
message:
  sv: "Källan {source}: inget finns där den letar ({table_name})"
  en: "Source {source}: nothing is there where it looks ({table_name})"
*/
SELECT
    source,
    table_name
FROM meta.delivery_note
WHERE rule = 'source.empty'
