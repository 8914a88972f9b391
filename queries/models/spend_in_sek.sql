/*
title: {sv: Bokföringsposter i kronor, en: Ledger postings in SEK}
doc:
  sv: Varje rad i core.spend med beloppet i kronor. Ett belopp i annan valuta räknas om med kursen den dag posten bokfördes (periodens första dag när bara perioden är känd) och avrundas till öre, halva ören från noll. Utan kurs är beloppet okänt och held_back säger varför.
  en: Each row of core.spend with its amount in SEK. An amount in another currency is converted at the rate of the day of posting (the first day of the period where only that is known) and rounded to öre, half away from zero. Without a rate the amount is unknown and held_back says why.
columns:
  object: File that the posting was read from.
  municipality: Buying municipality.
  supplier_org_no: Organisation number of the supplier.
  contract_ref: Contract that the posting names.
  date: Day of posting.
  amount: Amount in SEK excluding VAT; NULL where it is held back.
  currency: Currency of original_amount; NULL means SEK.
  original_amount: Amount in that currency; NULL for SEK.
  rate: SEK per one unit; NULL where nothing was converted.
  rate_source: Where the rate comes from.
  held_back: Why the amount is in no sum, no date, no rate or too large; NULL where it is not held back.
  _source: Source.
  _segment: Segment.
  _row: Position in the file.
*/
WITH stated AS (
    SELECT
        *,
        -- A source may state both: then its own amount in SEK holds.
        coalesce(currency, 'SEK') = 'SEK' OR original_amount IS NOT NULL AND amount IS NOT NULL AS in_sek,
        CASE WHEN currency <> 'SEK' THEN coalesce(original_amount, amount) END AS original
    FROM core.spend
),
converted AS (
    SELECT
        s.*,
        r.rate,
        r.rate_source,
        CASE WHEN s.in_sek THEN s.amount ELSE TRY_CAST(CAST(s.original AS DECIMAL(28, 2)) * r.rate AS DECIMAL(18, 2)) END AS sek
    FROM stated AS s
    LEFT JOIN metric.exchange_rate AS r ON r.currency = s.currency AND r.day = s.date AND NOT s.in_sek
)
SELECT
    object,
    municipality,
    supplier_org_no,
    contract_ref,
    date,
    sek AS amount,
    currency,
    original AS original_amount,
    rate,
    rate_source,
    CASE
        WHEN sek IS NOT NULL THEN NULL
        WHEN date IS NULL THEN 'no date'
        WHEN rate IS NULL THEN 'no rate'
        ELSE 'too large'
    END AS held_back,
    _source,
    _segment,
    _row
FROM converted
