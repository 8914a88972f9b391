/*
title: {sv: Angiven summa stämmer inte med raderna, en: Declared total differs from the rows}
doc:
  sv: Källans egen summa stämmer inte med summan av dess rader, eller kan inte jämföras eftersom någon rad är okänd.
  en: The total stated by the source differs from the sum of its rows, or cannot be compared because a row is unknown.
severity: warn
message:
  sv: "{metric} {period}: angivet {declared}, raderna summerar till {total}, {unknown} okända"
  en: "{metric} {period}: declared {declared}, the rows add up to {total}, {unknown} unknown"
*/
WITH declared AS (
    SELECT _source, indicator, period, sex, max(declared_total) AS declared
    FROM core.indicator
    WHERE declared_total IS NOT NULL
    GROUP BY _source, indicator, period, sex
),
summed AS (
    SELECT _source, indicator, period, sex, sum(value) AS total, count(*) - count(value) AS unknown
    FROM core.indicator
    WHERE area <> '*'
    GROUP BY _source, indicator, period, sex
)
SELECT
    d.indicator AS metric,
    d.period,
    rtrim(rtrim(CAST(d.declared AS VARCHAR), '0'), '.') AS declared,
    rtrim(rtrim(CAST(coalesce(s.total, CAST(0 AS DECIMAL(18, 6))) AS VARCHAR), '0'), '.') AS total,
    coalesce(s.unknown, 0) AS unknown
FROM declared AS d
LEFT JOIN summed AS s
    ON s._source = d._source AND s.indicator = d.indicator AND s.period = d.period AND coalesce(s.sex, 'T') = coalesce(d.sex, 'T')
WHERE d.declared <> coalesce(s.total, 0)
