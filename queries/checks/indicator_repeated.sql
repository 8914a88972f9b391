/*
title: {sv: Statistikuppgifter som återkommer, en: Statistics that come again}
doc:
  sv: Samma indikator, område, period och kön står på flera rader, i en källa eller i flera. En summa räknar uppgiften en gång per rad, och vilken av olika uppgifter som gäller vet ingen.
  en: The same indicator, area, period and sex stand in several rows, of one source or of several. A sum counts the figure once for each row, and which of differing figures holds nobody knows.
severity: warn
message:
  sv: "{metric}: {figures} uppgifter står på {rows} rader, den första för {period}. Behåll en rad per område, period och kön."
  en: "{metric}: {figures} figures stand in {rows} rows, the first for {period}. Keep one row for each area, period and sex."
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
