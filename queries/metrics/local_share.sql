/*
title: {sv: Andel köp från lokala leverantörer, en: Share of spend with local suppliers}
doc:
  sv: Andelen av utbetalningarna för köp som gick till leverantörer med säte i den köpande kommunen. Poster där sätet är okänt räknas i unknown och är skillnaden mellan det låga och det höga värdet. En leverantör med säte i en annan kommun räknas inte som lokal, även om den har ett arbetsställe i kommunen. Är summan av utbetalningarna inte större än noll finns ingen andel.
  en: The share of the spend on purchases that went to suppliers whose seat is the buying municipality. Postings whose supplier's seat is unknown are in unknown and are the difference between the low and the high value. A supplier with its seat in another municipality is not local, even if it has a workplace in the municipality. If the sum of the spend is not above zero, there is no share.
unit: share
let:
  # If every posting of a kind is held back, its sum is unknown, not 0.
  - local: CASE WHEN count(CASE WHEN local THEN 1 END) > 0 THEN sum(CASE WHEN local THEN amount END) ELSE 0 END
    elsewhere: CASE WHEN count(CASE WHEN NOT local THEN 1 END) > 0 THEN sum(CASE WHEN NOT local THEN amount END) ELSE 0 END
    unknown: CASE WHEN count(*) > count(local) THEN sum(CASE WHEN local IS NULL THEN amount END) ELSE 0 END
    known: count(local)
    total: sum(amount)
    postings: sum(postings)
    held_back: sum(held_back)
  # An unknown sum that is a credit lowers the share.
  - least: CASE WHEN known > 0 AND total > 0 THEN CAST(CASE WHEN unknown < 0 THEN local + unknown ELSE local END AS DOUBLE) END
    most: CASE WHEN known > 0 AND total > 0 THEN CAST(CASE WHEN unknown < 0 THEN local ELSE local + unknown END AS DOUBLE) END
    share: CASE WHEN known > 0 AND total > 0 THEN CAST(local AS DOUBLE) END
value: share / nullif(total, 0)
low: CASE WHEN unknown IS NOT NULL THEN least / nullif(total, 0) END
high: CASE WHEN unknown IS NOT NULL THEN most / nullif(total, 0) END
parts:
  local: {value: "CASE WHEN known > 0 THEN local END", unit: SEK, title: {sv: Till lokala leverantörer, en: To local suppliers}}
  elsewhere: {value: "CASE WHEN known > 0 THEN elsewhere END", unit: SEK, title: {sv: Till leverantörer med säte i en annan kommun, en: To suppliers with their seat in another municipality}}
  unknown: {value: "unknown", unit: SEK, title: {sv: Till leverantörer med okänt säte, en: To suppliers whose seat is unknown}}
  total: {value: "total", unit: SEK, title: {sv: Alla utbetalningar, en: All spend}}
  postings: {value: "postings", unit: postings, title: {sv: Bokföringsposter, en: Postings}}
  held_back: {value: "held_back", unit: postings, title: {sv: Utan växelkurs, en: Without an exchange rate}}
by: [municipality]
period: {column: month, grains: [year]}
*/
SELECT
    municipality,
    month,
    local,
    amount,
    postings,
    held_back
FROM metric.spend_seat
