/*
title: {sv: Statistikuppgifter på flera rader, en: Figures in several rows}
doc:
  sv: Samma indikator, område, period och kön finns på flera rader, i en eller flera källor. En summa räknar uppgiften en gång per rad, och skiljer sig uppgifterna går det inte att veta vilken som gäller.
  en: The same indicator, area, period and sex occur in several rows, in one or more sources. A sum counts the figure once for each row, and if the figures differ it is not known which is right.
severity: warn
message:
  sv: "{metric}: {figures} uppgifter finns på {rows} rader, den första för {period}. Behåll en rad per område, period och kön."
  en: "{metric}: {figures} figures are in {rows} rows, the first for {period}. Keep one row for each area, period and sex."
*/
SELECT
    indicator AS metric,
    min(period) AS period,
    count(*) AS figures,
    CAST(sum(rows) AS BIGINT) AS rows
FROM (
    -- A quarter begins where its first month does; the comment says which it is.
    SELECT indicator, period, count(*) AS rows
    FROM core.indicator
    GROUP BY indicator, area, period, period_precision, coalesce(sex, 'T'), comment
    HAVING count(*) > 1
) AS repeated
GROUP BY indicator
