/*
title: {sv: Vad varje åtagande får räkna, en: What each undertaking may count}
doc:
  sv: En rad per åtagande. Det som räknas mot en målgrupp fördelas mellan dess åtaganden av samma slag efter sista dag, högst vad varje åtagande anger och aldrig något efter dess sista dag, så att inget räknas två gånger.
  en: One row per undertaking. What counts toward a target group is distributed between its undertakings of a kind by their last days, at most what each undertaking states and nothing after its last day, so that nothing counts twice.
materialized: table
columns:
  contract_id: Contract.
  no: Number of the undertaking in the contract.
  days: Days of full time that are known, of 30 a month.
  days_high: Days of full time at most.
  units: Persons or sub-suppliers that are known.
  units_high: Persons or sub-suppliers at most.
  mixed: Whether undertakings of the same kind in the contract state different quantities, so that nothing can be distributed between them.
*/
WITH stated AS (
    SELECT
        r.contract_id,
        r.no,
        r.kind,
        r.target_group,
        coalesce(r.months, 0) * 30 AS agreed_days,
        coalesce(CASE WHEN r.kind = 'sub_supplier' THEN r.sub_suppliers ELSE r.persons END, 0) AS agreed_units,
        s.days,
        s.days_high,
        s.units,
        s.units_high
    FROM metric.requirement_once AS r
    INNER JOIN metric.requirement_supply AS s ON s.contract_id = r.contract_id AND s.no = r.no
),
pools AS (
    SELECT
        contract_id,
        kind,
        count(CASE WHEN agreed_days > 0 THEN 1 END) AS by_days,
        count(CASE WHEN agreed_units > 0 THEN 1 END) AS by_units,
        count(CASE WHEN agreed_days > 0 OR agreed_units > 0 THEN 1 END) AS undertakings
    FROM stated
    GROUP BY contract_id, kind
),
through AS (
    SELECT
        *,
        sum(agreed_days) OVER (PARTITION BY contract_id, kind, target_group ORDER BY no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS days_agreed_through,
        sum(agreed_units) OVER (PARTITION BY contract_id, kind, target_group ORDER BY no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS units_agreed_through
    FROM stated
),
short AS (
    -- How much less there was than agreed, at the worst of the days so far.
    SELECT
        *,
        min(days - days_agreed_through) OVER (PARTITION BY contract_id, kind, target_group ORDER BY no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS days_short,
        min(units - units_agreed_through) OVER (PARTITION BY contract_id, kind, target_group ORDER BY no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS units_short
    FROM through
),
distributed AS (
    SELECT
        *,
        days_agreed_through + CASE WHEN days_short < 0 THEN days_short ELSE 0 END AS days_through,
        units_agreed_through + CASE WHEN units_short < 0 THEN units_short ELSE 0 END AS units_through
    FROM short
),
before AS (
    SELECT
        *,
        coalesce(lag(days_through) OVER (PARTITION BY contract_id, kind, target_group ORDER BY no), 0) AS days_before,
        coalesce(lag(units_through) OVER (PARTITION BY contract_id, kind, target_group ORDER BY no), 0) AS units_before
    FROM distributed
)
SELECT
    b.contract_id,
    b.no,
    b.days_through - b.days_before AS days,
    b.days_high - b.days_before AS days_high,
    CAST(b.units_through - b.units_before AS BIGINT) AS units,
    CAST(b.units_high - b.units_before AS BIGINT) AS units_high,
    (p.by_days NOT IN (0, p.undertakings)) OR (p.by_units NOT IN (0, p.undertakings)) AS mixed
FROM before AS b
INNER JOIN pools AS p ON p.contract_id = b.contract_id AND p.kind = b.kind
