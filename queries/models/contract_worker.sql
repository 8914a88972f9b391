/*
title: {sv: Deltagare efter ålder och omfattning, en: Participants by age and extent}
doc:
  sv: En rad per avtal, bostadskommun, åldersregel och andel av heltid. Åldern är den vid början av det år då personen kom till avtalet. En känd ålder avgör alltid. En person med okänd ålder räknas som ung om en placering har stödformen youth_rate, annars som varken ung eller äldre, och en kontroll räknar dem. Saknar någon av personens placeringar omfattning är den okänd; anger ingen av avtalets placeringar den används parametern extent.
  en: One row per contract, municipality of residence, rule by age and share of full time. The age is that at the start of the year in which the person came to the contract. A known age always decides. A person of unknown age counts as young if a placement has the programme youth_rate, otherwise as neither young nor older, and a check counts them. If a placement of the person lacks its extent, it is unknown; if no placement of the contract states it, the parameter extent is used.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence; the buyer if unknown.
  age: Age at the start of the year if a rule for an age applies, capped at the highest of them; 18 for every young person; else 0.
  extent: Share of full time; NULL if unknown.
  extent_assumed: Whether the extent is a parameter, since no placement of the contract states it.
  participants: Number of participants, each split between their contracts.
  age_unknown: Of these, the number whose birth year is unknown.
  persons: Number of participants, each counted on every contract.
  placed_years: Sum of the years that they are placed on the contract, whatever the extent, as in placement_time; NULL if unknown for any of them.
*/
WITH placed AS (
    SELECT
        contract_ref AS contract_id,
        person,
        count(*) AS placements,
        count(extent) AS stated,
        count("end") AS ended,
        avg(CAST(extent AS DOUBLE)) AS plain,
        sum(CAST(extent AS DOUBLE) * (date_diff('day', "start", "end") + 1)) / nullif(sum(CAST(date_diff('day', "start", "end") + 1 AS DOUBLE)), 0) AS by_days,
        max(CASE WHEN programme = 'youth_rate' THEN 1 ELSE 0 END) AS youth_rate
    FROM core.placement
    GROUP BY contract_ref, person
),
stating AS (
    SELECT contract_id, sum(stated) AS stated
    FROM placed
    GROUP BY contract_id
),
aged AS (
    SELECT
        p.contract_id,
        p.person,
        p.residence,
        p.share,
        t.years,
        once.birth_year,
        TRY_CAST(extract(year FROM p.first_day) - 1 - CAST(once.birth_year AS DOUBLE) AS INTEGER) AS age,
        placed.youth_rate,
        s.stated AS contract_stated,
        CASE WHEN placed.stated = placed.placements THEN TRY_CAST(CASE WHEN placed.ended = placed.placements THEN placed.by_days ELSE placed.plain END AS DECIMAL(9, 6)) END AS extent
    FROM metric.contract_person AS p
    INNER JOIN placed ON placed.contract_id = p.contract_id AND placed.person = p.person
    INNER JOIN stating AS s ON s.contract_id = p.contract_id
    LEFT JOIN metric.participant_once AS once ON once.person = p.person
    LEFT JOIN metric.placement_time AS t ON t.contract_id = p.contract_id AND t.person = p.person
),
living AS (
    SELECT
        s.contract_id,
        s.residence,
        CASE WHEN r.birth_year IS NULL AND r.youth_rate = 1 THEN 18 ELSE coalesce(a.rule_age, 0) END AS age,
        CASE WHEN r.contract_stated = 0 THEN rate.extent ELSE r.extent END AS extent,
        r.contract_stated = 0 AS extent_assumed,
        r.share,
        r.years,
        r.birth_year
    FROM aged AS r
    INNER JOIN metric.contract_scope AS s ON s.contract_id = r.contract_id AND s.residence = coalesce(r.residence, s.municipality)
    LEFT JOIN metric.contract_rate AS rate ON rate.contract_id = s.contract_id AND rate.residence = s.residence
    LEFT JOIN metric.age_rule AS a ON a.age = r.age
)
SELECT
    contract_id,
    residence,
    age,
    extent,
    extent_assumed,
    sum(share) AS participants,
    coalesce(sum(CASE WHEN birth_year IS NULL THEN share END), 0) AS age_unknown,
    count(*) AS persons,
    CASE WHEN count(years) = count(*) THEN sum(years) END AS placed_years
FROM living
GROUP BY contract_id, residence, age, extent, extent_assumed
