/*
title: {sv: Tid som räknas mot åtaganden, en: Time that counts toward undertakings}
doc:
  sv: En rad per avtal, person, slag och tid under vilken inget ändras. Har en person flera placeringar på ett avtal samtidigt räknas de tillsammans högst som heltid, anställning först. En månad är 30 dagar, oavsett hur lång den är; en hel månad är alltid 1.
  en: One row per contract, person, kind and span in which nothing changes. If a person has several placements on a contract at the same time, they count together as full time at most, employment first. A month has 30 days, whatever its length; a whole month is always 1.
materialized: table
columns:
  contract_id: Contract.
  person: Pseudonym.
  kind: employment or placement (work training).
  first_day: First day.
  last_day: Last day.
  sure: Whether the kind of some placement is known to be this one.
  low: Days of full time that are known, of 30 a month.
  high: Days of full time at most, if what is unknown is counted as full time of this kind.
*/
WITH cuts AS (
    SELECT contract_id, person, first_day AS day FROM metric.requirement_placement
    UNION
    SELECT contract_id, person, CAST(last_day + INTERVAL '1' DAY AS DATE) FROM metric.requirement_placement
    UNION
    SELECT p.contract_id, p.person, CAST(r.due + INTERVAL '1' DAY AS DATE)
    FROM metric.requirement_placement AS p
    INNER JOIN metric.requirement_once AS r ON r.contract_id = p.contract_id AND r.due BETWEEN p.first_day AND p.last_day
),
spans AS (
    SELECT
        contract_id,
        person,
        lag(day) OVER (PARTITION BY contract_id, person ORDER BY day) AS first_day,
        CAST(day - INTERVAL '1' DAY AS DATE) AS last_day,
        day AS after
    FROM cuts
),
active AS (
    SELECT
        s.contract_id,
        s.person,
        s.first_day,
        s.last_day,
        CAST((extract(year FROM s.after) * 12 + extract(month FROM s.after)) * 30 + CASE WHEN extract(day FROM s.after) > 30 THEN 30 ELSE extract(day FROM s.after) END
            - (extract(year FROM s.first_day) * 12 + extract(month FROM s.first_day)) * 30 - CASE WHEN extract(day FROM s.first_day) > 30 THEN 30 ELSE extract(day FROM s.first_day) END AS INTEGER) AS days,
        coalesce(sum(CASE WHEN p.kind = 'employment' THEN p.extent END), 0) AS employment_low,
        coalesce(sum(CASE WHEN coalesce(p.kind, 'employment') = 'employment' THEN coalesce(p.extent, 1) END), 0) AS employment_high,
        coalesce(sum(CASE WHEN p.kind = 'placement' THEN p.extent END), 0) AS placement_low,
        coalesce(sum(CASE WHEN coalesce(p.kind, 'placement') = 'placement' THEN coalesce(p.extent, 1) END), 0) AS placement_high,
        count(CASE WHEN p.kind = 'employment' THEN 1 END) AS employments,
        count(CASE WHEN p.kind = 'placement' THEN 1 END) AS placements
    FROM spans AS s
    INNER JOIN metric.requirement_placement AS p
        ON p.contract_id = s.contract_id AND p.person = s.person AND p.first_day <= s.first_day AND p.last_day >= s.last_day
    GROUP BY s.contract_id, s.person, s.first_day, s.last_day, s.after
),
capped AS (
    SELECT
        contract_id,
        person,
        first_day,
        last_day,
        days,
        CASE WHEN employment_low > 1 THEN 1 ELSE employment_low END AS employment_low,
        CASE WHEN employment_high > 1 THEN 1 ELSE employment_high END AS employment_high,
        placement_low,
        CASE WHEN placement_high > 1 THEN 1 ELSE placement_high END AS placement_high,
        employments,
        placements
    FROM active
)
SELECT
    contract_id,
    person,
    'employment' AS kind,
    first_day,
    last_day,
    employments > 0 AS sure,
    CAST(employment_low AS DECIMAL(28, 6)) * days AS low,
    CAST(employment_high AS DECIMAL(28, 6)) * days AS high
FROM capped
WHERE employment_high > 0
UNION ALL
SELECT
    contract_id,
    person,
    'placement',
    first_day,
    last_day,
    placements > 0,
    CAST(CASE WHEN placement_low > 1 - employment_high THEN 1 - employment_high ELSE placement_low END AS DECIMAL(28, 6)) * days,
    CAST(placement_high AS DECIMAL(28, 6)) * days
FROM capped
WHERE placement_high > 0
