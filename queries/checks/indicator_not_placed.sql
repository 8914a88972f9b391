/*
title: {sv: Uppgift som inte kan placeras i en kommun, en: Figure that cannot be placed in a municipality}
doc:
  sv: Källan anger ett tal för en grupp av kommuner, och de kommuner som namnges summerar till ett annat. Mellanskillnaden kan inte placeras. Är den negativ säger källorna emot varandra.
  en: The source states a figure for a group of municipalities, and those that are named add up to another. The difference cannot be placed. If it is negative, the sources contradict each other.
severity: warn
message:
  sv: "{metric} {period}: {total} för gruppen, {placed} i namngivna kommuner; skillnad {difference}"
  en: "{metric} {period}: {total} for the group, {placed} in named municipalities; difference {difference}"
*/
SELECT
    indicator AS metric,
    period,
    rtrim(rtrim(CAST(total AS VARCHAR), '0'), '.') AS total,
    rtrim(rtrim(CAST(placed AS VARCHAR), '0'), '.') AS placed,
    rtrim(rtrim(CAST(total - placed AS VARCHAR), '0'), '.') AS difference
FROM metric.network_indicator
WHERE total <> placed
