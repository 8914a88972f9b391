/*
title: {sv: Växelkurser som används, en: Exchange rates in use}
doc:
  sv: En rad per valuta och dag med avtal eller poster i valutan, med den senaste kurs som gäller den dagen (parametern exchange_rate, omfattning currency:EUR). Saknas raden finns ingen kurs, och beloppet ingår inte i någon summa.
  en: One row per currency and day with contracts or postings in the currency, with the latest rate in force on that day (parameter exchange_rate, scope currency:EUR). If there is no row there is no rate, and the amount is not included in any sum.
materialized: table
columns:
  currency: ISO 4217.
  day: Day of the contract or posting.
  rate: SEK per one unit of the currency.
  rate_source: Where the rate comes from, as stated in core.parameter.
  rate_from: First day of the rate.
  grade: found, recalled, assumed or missing; NULL if not stated.
*/
WITH amounts AS (
    SELECT currency, coalesce(signed, "start") AS day
    FROM core.contract
    WHERE currency <> 'SEK'
    UNION
    SELECT currency, date
    FROM core.spend
    WHERE currency <> 'SEK'
),
ranked AS (
    SELECT
        a.currency,
        a.day,
        p.value AS rate,
        p.source AS rate_source,
        p.valid_from AS rate_from,
        p.grade,
        row_number() OVER (
            PARTITION BY a.currency, a.day
            ORDER BY CASE WHEN p._source = 'dubbelkrona' THEN 1 ELSE 0 END, p.valid_from DESC, p._source, p._row
        ) AS place
    FROM amounts AS a
    INNER JOIN core.parameter AS p
        ON p.scope = 'currency:' || a.currency AND a.day BETWEEN p.valid_from AND coalesce(p.valid_to, DATE '9999-12-31')
    WHERE p.name = 'exchange_rate'
)
SELECT
    currency,
    day,
    rate,
    rate_source,
    rate_from,
    grade
FROM ranked
WHERE place = 1 AND rate > 0
