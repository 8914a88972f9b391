/*
title: {sv: Dagen som gäller, en: The current day}
doc:
  sv: En rad med den dag (UTC) som det som förfaller räknas till, den då ögonblicksbilden byggdes eller det tidigare ögonblick som den visar.
  en: One row with the day (UTC) that decides what is due, that on which the snapshot was built or the past moment that it shows.
materialized: table
columns:
  day: The day.
*/
SELECT CAST(coalesce(as_of, built_at) AS DATE) AS day
FROM meta.snapshot
