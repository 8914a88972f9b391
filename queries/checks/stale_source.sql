/*
title: {sv: Inaktuella källor, en: Stale sources}
doc:
  sv: Källor vars senaste leverans är äldre än utlovat, eller vars senaste läsning misslyckades. Det som lästes tidigare gäller så länge, och alla nyckeltal som bygger på det är märkta.
  en: Sources whose latest delivery is older than promised, or whose latest read failed. The data read earlier is used meanwhile, and every figure based on it is marked.
severity: warn
message:
  sv: "Källan {source} levererade senast något nytt {last_delivery} och lästes senast i sin helhet {last_success} (UTC)"
  en: "Source {source} last delivered something new {last_delivery} and was last read completely {last_success} (UTC)"
*/
SELECT
    name AS source,
    date_trunc('second', last_delivery) AS last_delivery,
    date_trunc('second', last_success) AS last_success
FROM meta.source
WHERE stale
