/*
title: {sv: Växelkurser som används, en: Exchange rates in use}
doc:
  sv: En rad per valuta och dag som något avtal eller någon post i den valutan har, med den nyaste kurs som gäller den dagen (parametern exchange_rate, omfattning currency:EUR). Utan rad finns ingen kurs, och beloppet står utanför alla summor.
  en: One row per currency and day that some contract or posting in the currency has, with the newest rate that holds on the day (parameter exchange_rate, scope currency:EUR). Without a row there is no rate, and the amount is in no sum.
materialized: table
columns:
  currency: ISO 4217.
  day: Day of the contract or posting.
  rate: SEK per one unit of the currency.
  rate_source: Where the rate comes from, as its row in parameter says.
  rate_from: First day of the rate.
  grade: found, recalled, assumed or missing; NULL where the row does not say.
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
