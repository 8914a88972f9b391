/*
title: {sv: Köp av sociala företag, en: Spend with social enterprises}
doc:
  sv: Utbetalt till leverantörer som är identifierade som sociala företag på bokföringsdagen, eller på reserverade avtal. Det som inte går att avgöra räknas i unknown och är skillnaden mellan det låga och det höga värdet. Poster i annan valuta som inte kan räknas om ingår inte i någon summa utan räknas i held_back. Utbetalningar på bidrag och andra avtal som inte är köp räknas av nyckeltalet grants, och på underleverantörers avtal av sub_suppliers.
  en: Paid to suppliers identified as social enterprises on the day of posting, or on reserved contracts. What cannot be determined is in unknown and is the difference between the low and the high value. Postings in another currency that cannot be converted are not included in any sum and are counted in held_back. What is paid on grants and other contracts that are no purchases is in the metric grants, and what is paid on sub-suppliers' contracts in sub_suppliers.
unit: SEK
agenda2030: [8, 10, 12]
let:
  # If every posting of a kind is held back, its sum is unknown, not 0.
  - social: CASE WHEN count(CASE WHEN social THEN 1 END) > 0 THEN sum(CASE WHEN social THEN amount END) ELSE 0 END
    unknown: CASE WHEN count(*) > count(social) THEN sum(CASE WHEN social IS NULL THEN amount END) ELSE 0 END
    known: count(social)
    total: sum(amount)
    postings: sum(postings)
    held_back: sum(held_back)
value: CASE WHEN known > 0 THEN social END
low: CASE WHEN known > 0 THEN social END
high: CASE WHEN known > 0 THEN social + unknown END
parts:
  share:
    value: CASE WHEN known > 0 THEN CAST(social AS DOUBLE) / nullif(total, 0) END
    low: CASE WHEN known > 0 THEN CAST(social AS DOUBLE) / nullif(total, 0) END
    high: CASE WHEN known > 0 THEN CAST(social + unknown AS DOUBLE) / nullif(total, 0) END
    unit: share
    title: {sv: Andel av alla utbetalningar, en: Share of all spend}
  total: {value: "total", title: {sv: Alla utbetalningar, en: All spend}}
  unknown: {value: "unknown", title: {sv: Går inte att avgöra, en: Cannot be determined}}
  postings: {value: "postings", unit: postings, title: {sv: Bokföringsposter, en: Postings}}
  held_back: {value: "held_back", unit: postings, title: {sv: Utan växelkurs, en: Without an exchange rate}}
by: [municipality, service_area]
period: {column: month, grains: [year, month]}
format: {decimals: 0}
*/
SELECT
    municipality,
    service_area,
    month,
    social,
    amount,
    postings,
    held_back
FROM metric.spend_bought
