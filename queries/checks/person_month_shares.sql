/*
title: {sv: Mer än en hel månad, en: More than a full month}
doc:
  sv: En persons sammanlagda omfattning på flera avtal får inte vara mer än heltid någon dag, annars räknas samma månad två gånger.
  en: A person's workload on all contracts together must not exceed full time on any day, or the same month would be counted twice.
severity: error
message:
  sv: "Avtal {contract_id}: {persons} personer har mer än heltid när deras andra avtal räknas med. Rätta omfattningen eller datumen i källan."
  en: "Contract {contract_id}: {persons} persons exceed full time when their other contracts are included. Correct the extent or the dates in the source."
*/
-- The sum of extents is highest on a day on which some placement begins.
WITH placed AS (
    SELECT DISTINCT person, contract_ref, "start", coalesce("end", DATE '9999-12-31') AS last_day, extent
    FROM core.placement
    WHERE extent IS NOT NULL
),
crowded AS (
    SELECT a.person, a."start" AS day
    FROM placed AS a
    INNER JOIN placed AS b ON b.person = a.person AND a."start" BETWEEN b."start" AND b.last_day
    GROUP BY a.person, a.contract_ref, a."start", a.last_day, a.extent
    HAVING sum(b.extent) > 1
)
SELECT
    p.contract_ref AS contract_id,
    count(DISTINCT p.person) AS persons
FROM crowded AS c
INNER JOIN placed AS p ON p.person = c.person AND c.day BETWEEN p."start" AND p.last_day
GROUP BY p.contract_ref
