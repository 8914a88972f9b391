/*
title: {sv: Uppföljningens slut, en: End of follow-up}
doc:
  sv: En rad med den sista månad som någon rad i utfallen gäller. Ingen rad om det inte finns några utfall.
  en: One row with the last month that any outcome row is about. No row if there are no outcomes.
materialized: table
columns:
  last_month: First day of the month.
  last_no: Year times twelve plus month, so that the difference of two is a number of months.
*/
SELECT
    max(month) AS last_month,
    CAST(extract(year FROM max(month)) * 12 + extract(month FROM max(month)) AS INTEGER) AS last_no
FROM core.outcome
HAVING max(month) IS NOT NULL
