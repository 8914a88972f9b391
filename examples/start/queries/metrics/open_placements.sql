/*
title: {sv: Pågående placeringar, en: Placements going on}
doc:
  sv: Placeringar utan slutdatum, per slag. Ett exempel på ett eget nyckeltal; ta bort eller ändra filen.
  en: Placements without an end, by kind. An example of a metric of your own; remove or change the file.
unit: placements
value: count(*)
persons: count(DISTINCT person)
by: [kind]
*/
SELECT kind, person
FROM core.placement
WHERE "end" IS NULL
