/*
title: {sv: Summarad som inte längre finns, en: Totals row that is no longer there}
doc:
  sv: Objektet brukade sluta med en rad som summerar det, och gör det inte längre. Det kan vara avkortat.
  en: The object used to end with a row that adds it up, and no longer does. It may be cut short.
severity: warn
message:
  sv: "Källan {source}, {object}: summaraden som fanns förut saknas"
  en: "Source {source}, {object}: the totals row that used to be there is missing"
*/
SELECT DISTINCT
    source,
    object,
    table_name
FROM meta.delivery_note
WHERE rule = 'total.gone'
