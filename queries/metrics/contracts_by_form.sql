/*
title: {sv: Köp efter form, en: Purchases by form}
doc:
  sv: Antal avtal eller upphandlingar genom vilka kommunen köper något, efter form. En källa som bara anger att det var en upphandling räknas som öppen och finns i read_as_open. Är formen okänd räknas avtalet i unknown och i gruppen utan form.
  en: Number of contracts or procurements by which the municipality buys something, by form. A source that says only that there was a procurement is counted as open and is in read_as_open. If the form is unknown, the contract is in unknown and in the group without a form.
unit: contracts
value: CASE WHEN count(*) > 0 THEN count(*) END
parts:
  open: {value: "count(CASE WHEN form = 'open' THEN 1 END)", title: {sv: Öppna, en: Open}}
  read_as_open: {value: "sum(CASE WHEN read_as_open THEN 1 ELSE 0 END)", title: {sv: "Öppna, så tolkade", en: "Open, read as such"}}
  direct: {value: "count(CASE WHEN form = 'direct' THEN 1 END)", title: {sv: Direktupphandlade, en: Direct}}
  reserved: {value: "count(CASE WHEN form IN ('reserved_4_18', 'reserved_19_6a') THEN 1 END)", title: {sv: Reserverade, en: Reserved}}
  lov: {value: "count(CASE WHEN form = 'lov' THEN 1 END)", title: {sv: Valfrihetssystem (LOV), en: Systems of choice (LOV)}}
  unknown: {value: "count(*) - count(form)", title: {sv: Okänd form, en: Unknown form}}
by: [municipality, form]
period: {column: day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    municipality,
    form,
    day,
    read_as_open
FROM metric.contract_bought
