/*
title: {sv: Vilka sociala företag som kom in och föll ut, en: Social enterprises that came in and went out}
doc:
  sv: En rad per organisation och dag då den kom in i kommunens register eller föll ut ur det. En rad i registret som följer på en annan, eller täcks av en annan, är ingen händelse, och en händelse på flera rader är en. Säger raderna olika skäl är skälet okänt.
  en: One row per organisation and day on which it came into the municipality's register or went out of it. A row of the register that follows upon another, or is covered by another, is no event, and an event in several rows is one. If the rows state different reasons, the reason is unknown.
materialized: table
columns:
  municipality: Municipality.
  enterprise: The organisation within the municipality.
  day: Day on which it came in, or the first on which it was no longer counted.
  direction: in or out.
  reason: started, discovered, redefined, bankruptcy or closed; NULL if unknown.
*/
WITH moves AS (
    SELECT municipality, enterprise, entry AS day, 'in' AS direction, CAST(entry - INTERVAL '1' DAY AS DATE) AS beside, reason_in AS reason
    FROM metric.social_enterprise
    WHERE entry IS NOT NULL
    UNION ALL
    SELECT municipality, enterprise, exit, 'out', exit AS beside, reason_out
    FROM metric.social_enterprise
    WHERE exit IS NOT NULL
)
SELECT
    m.municipality,
    m.enterprise,
    m.day,
    m.direction,
    CASE WHEN count(*) = count(m.reason) AND min(m.reason) = max(m.reason) THEN min(m.reason) END AS reason
FROM moves AS m
WHERE NOT EXISTS (
    SELECT 1
    FROM metric.social_enterprise AS e
    WHERE e.municipality = m.municipality AND e.enterprise = m.enterprise AND m.beside BETWEEN e.counted_from AND e.counted_to
)
GROUP BY m.municipality, m.enterprise, m.day, m.direction
