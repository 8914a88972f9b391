/*
title: {sv: Summaraden saknas, en: Missing totals row}
doc:
  sv: Objektet brukade sluta med en summarad men gör det inte längre. Filen kan vara avklippt.
  en: The object used to end with a totals row and no longer does. The file may be truncated.
severity: warn
message:
  sv: "Källan {source}, {object}: summaraden som fanns förut saknas"
  en: "Source {source}, {object}: the totals row it used to have is missing"
*/
SELECT DISTINCT
    source,
    object,
    table_name
FROM meta.delivery_note
WHERE rule = 'total.gone'
