/*
title: {sv: Källor som inte är färska, en: Sources that are not fresh}
doc:
  sv: Källor vars senaste leverans är äldre än vad som utlovats, eller vars senaste läsning misslyckades. Det som lästes tidigare gäller så länge, och varje nyckeltal som vilar på det är märkt.
  en: Sources whose latest delivery is older than promised, or whose latest reading failed. What was read before holds meanwhile, and every figure that rests on it is marked.
severity: warn
message:
  sv: "Källan {source} levererade senast något nytt {last_delivery} och lästes senast helt {last_success} (UTC)"
  en: "The source {source} last delivered something new {last_delivery} and was last read whole {last_success} (UTC)"
*/
SELECT
    name AS source,
    date_trunc('second', last_delivery) AS last_delivery,
    date_trunc('second', last_success) AS last_success
FROM meta.source
WHERE stale
