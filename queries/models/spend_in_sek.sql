/*
title: {sv: Bokföringsposter i kronor, en: Ledger postings in SEK}
doc:
  sv: Varje rad i core.spend med beloppet i kronor. Ett belopp i annan valuta räknas om med kursen den dag posten bokfördes (periodens första dag om bara perioden är känd) och avrundas till öre (halva ören från noll). Utan kurs är beloppet okänt och held_back säger varför.
  en: Each row of core.spend with its amount in SEK. An amount in another currency is converted at the rate of the day of posting (the first day of the period if only the period is known) and rounded to öre (half away from zero). Without a rate the amount is unknown and held_back gives the reason.
columns:
  object: File that the posting was read from.
  municipality: Buying municipality.
  supplier_org_no: Organisation number of the supplier.
  contract_ref: Contract of the posting.
  date: Day of posting.
  amount: Amount in SEK excluding VAT; NULL if it is held back.
  currency: Currency of original_amount; NULL means SEK.
  original_amount: Amount in that currency; NULL for SEK.
  rate: SEK per one unit; NULL if nothing was converted.
  rate_source: Where the rate comes from.
  held_back: Why the amount is not included in any sum, no date, no rate or too large; NULL if it is included.
  _source: Source.
  _segment: Segment.
  _row: Position in the file.
*/
SELECT
    s.object,
    s.municipality,
    s.supplier_org_no,
    s.contract_ref,
    s.date,
    CASE WHEN f.currency IS NULL THEN s.amount ELSE f.sek END AS amount,
    s.currency,
    f.original AS original_amount,
    f.rate,
    f.rate_source,
    f.held_back,
    s._source,
    s._segment,
    s._row
FROM core.spend AS s
LEFT JOIN metric.amount_in_sek AS f
    ON f.currency = s.currency
    AND f.day IS NOT DISTINCT FROM s.date
    AND f.stated IS NOT DISTINCT FROM s.amount
    AND f.stated_original IS NOT DISTINCT FROM s.original_amount
