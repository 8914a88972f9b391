/*
title: {sv: Placeringar på avtal med åtaganden, en: Placements on contracts with undertakings}
doc:
  sv: En rad per person, avtal och första dag, även om flera källor har placeringen. En uppgift som källorna är oense om är okänd, men av flera sista dagar gäller den tidigaste. En placering utan slut räknas till avtalets sista dag, och ingen räknas efter i dag. Jämförelsegruppen och placeringar med omfattningen 0 ingår inte.
  en: One row per person, contract and first day, even if several sources have the placement. A fact on which the sources differ is unknown, but the earliest of several last days is used. A placement without an end counts until the last day of the contract, and none counts after today. The comparison group and placements with an extent of 0 are left out.
materialized: table
columns:
  contract_id: Contract.
  person: Pseudonym.
  kind: employment or placement (work training); NULL if unknown.
  extent: Share of full time; NULL if unknown.
  first_day: First day.
  last_day: Last day that counts.
  last_stated: Last day as stated, if that is not after today; NULL if it goes on.
*/
WITH once AS (
    SELECT
        pl.contract_ref AS contract_id,
        pl.person,
        pl."start" AS first_day,
        CASE WHEN min(pl.kind) = max(pl.kind) THEN CASE WHEN min(pl.kind) = 'work_training' THEN 'placement' ELSE 'employment' END END AS kind,
        CASE WHEN min(pl.extent) = max(pl.extent) THEN min(pl.extent) END AS extent,
        min(pl."end") AS last_stated
    FROM core.placement AS pl
    LEFT JOIN metric.participant_once AS p ON p.person = pl.person
    WHERE coalesce(p.treated, TRUE)
    GROUP BY pl.contract_ref, pl.person, pl."start"
),
under AS (
    SELECT DISTINCT contract_id
    FROM metric.requirement_once
    WHERE found
),
bounded AS (
    SELECT
        o.contract_id,
        o.person,
        o.kind,
        o.extent,
        o.first_day,
        coalesce(o.last_stated, CASE WHEN c.last_day >= o.first_day THEN c.last_day END, t.day) AS last_day,
        t.day AS today,
        o.last_stated
    FROM once AS o
    INNER JOIN under AS u ON u.contract_id = o.contract_id
    CROSS JOIN metric.today AS t
    LEFT JOIN metric.contract_register AS c ON c.contract_id = o.contract_id
    WHERE coalesce(o.extent, 1) > 0
)
SELECT
    contract_id,
    person,
    kind,
    extent,
    first_day,
    CASE WHEN last_day > today THEN today ELSE last_day END AS last_day,
    CASE WHEN last_stated <= today THEN last_stated END AS last_stated
FROM bounded
WHERE first_day <= CASE WHEN last_day > today THEN today ELSE last_day END
