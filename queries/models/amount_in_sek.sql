/*
title: {sv: Belopp i annan valuta i kronor, en: Amounts in another currency in SEK}
doc:
  sv: En rad per belopp, valuta och dag i avtal och poster i annan valuta än kronor, omräknat med dagens kurs och avrundat till öre (halva ören från noll). Anger raden själv ett belopp i kronor används det. Utan kurs är beloppet okänt och held_back säger varför.
  en: One row per amount, currency and day of contracts and postings in a currency other than SEK, converted at the rate of the day and rounded to öre (half away from zero). If the row itself states an amount in SEK, that is used. Without a rate the amount is unknown and held_back gives the reason.
materialized: table
columns:
  currency: ISO 4217, never SEK.
  day: Day of the contract or posting.
  stated: Value or amount of the row; in SEK if stated_original has a value, else in the currency. NULL if the row has none.
  stated_original: Value or amount in the currency, if the row has it in a separate column.
  original: The amount in the currency.
  sek: The amount in SEK; NULL if unknown or held back.
  rate: SEK per one unit; NULL if nothing was converted.
  rate_source: Where the rate comes from.
  held_back: Why the amount is not included in any sum, no date, no rate or too large; NULL if it is included, or is not known in any currency.
*/
WITH stated AS (
    SELECT currency, coalesce(signed, "start") AS day, value AS stated, original_value AS stated_original
    FROM core.contract
    WHERE currency <> 'SEK'
    UNION
    SELECT currency, date, amount, original_amount
    FROM core.spend
    WHERE currency <> 'SEK'
),
converted AS (
    SELECT
        s.currency,
        s.day,
        s.stated,
        s.stated_original,
        coalesce(s.stated_original, s.stated) AS original,
        CASE
            WHEN s.stated IS NOT NULL AND s.stated_original IS NOT NULL THEN s.stated
            -- Products of two narrow decimals overflow in DuckDB, so one factor is wide.
            ELSE TRY_CAST(CAST(coalesce(s.stated_original, s.stated) AS DECIMAL(28, 2)) * r.rate AS DECIMAL(18, 2))
        END AS sek,
        r.rate,
        r.rate_source
    FROM stated AS s
    LEFT JOIN metric.exchange_rate AS r
        ON r.currency = s.currency AND r.day = s.day AND (s.stated IS NULL OR s.stated_original IS NULL)
)
SELECT
    currency,
    day,
    stated,
    stated_original,
    original,
    sek,
    rate,
    rate_source,
    CASE
        WHEN original IS NULL OR sek IS NOT NULL THEN NULL
        WHEN day IS NULL THEN 'no date'
        WHEN rate IS NULL THEN 'no rate'
        ELSE 'too large'
    END AS held_back
FROM converted
