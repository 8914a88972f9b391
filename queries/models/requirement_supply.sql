/*
title: {sv: Vad som finns att räkna mot varje åtagande, en: What there is to count toward each undertaking}
doc:
  sv: En rad per åtagande, med allt som räknas mot dess målgrupp till och med dess sista dag, innan det fördelas mellan målgruppens åtaganden.
  en: One row per undertaking, with all that counts toward its target group up to its last day, before it is distributed between the undertakings of the target group.
materialized: table
columns:
  contract_id: Contract.
  no: Number of the undertaking in the contract.
  days: Days of full time that are known, of 30 a month.
  days_high: Days of full time at most, also those that count toward another target group.
  units: Persons, or sub-suppliers, that are known.
  units_high: Persons or sub-suppliers at most, also those that count toward another target group.
  first_day: First day of a placement that counts.
  first_possible: First day of a placement that may count.
  ended: Whether it is known that every placement ended before the last day, and there was one.
  may_have_ended: Whether that is possible.
  group_unknown: Whether it is unknown if somebody is in the target group.
  work_unknown: Whether the kind or extent of some work is unknown.
*/
WITH chosen AS (
    SELECT contract_id, kind, target_group, person, first_day, last_day, low
    FROM metric.requirement_work
    WHERE counted
),
begun AS (
    SELECT
        contract_id,
        kind,
        target_group,
        first_day,
        row_number() OVER (PARTITION BY contract_id, kind, person ORDER BY first_day) AS place
    FROM metric.requirement_work
    WHERE counted AND sure
),
known_days AS (
    SELECT r.contract_id, r.no, sum(c.low) AS days
    FROM metric.requirement_once AS r
    INNER JOIN chosen AS c
        ON c.contract_id = r.contract_id AND c.kind = r.kind AND c.target_group IS NOT DISTINCT FROM r.target_group AND c.last_day <= coalesce(r.due, DATE '9999-12-31')
    GROUP BY r.contract_id, r.no
),
known_persons AS (
    SELECT r.contract_id, r.no, count(*) AS units
    FROM metric.requirement_once AS r
    INNER JOIN begun AS b
        ON b.contract_id = r.contract_id AND b.kind = r.kind AND b.target_group IS NOT DISTINCT FROM r.target_group AND b.first_day <= coalesce(r.due, DATE '9999-12-31')
    WHERE b.place = 1
    GROUP BY r.contract_id, r.no
),
possible AS (
    SELECT
        contract_id,
        no,
        sum(high) AS days_high,
        count(DISTINCT person) AS units_high,
        min(CASE WHEN sure AND member THEN first_day END) AS first_day,
        min(first_day) AS first_possible,
        count(*) > count(member) AS group_unknown,
        sum(low) < sum(high) AS work_unknown
    FROM metric.requirement_work
    GROUP BY contract_id, no
),
ends AS (
    SELECT
        r.contract_id,
        r.no,
        m.member AND p.kind IS NOT NULL AS sure,
        coalesce(p.last_stated < coalesce(r.due, DATE '9999-12-31'), FALSE) AS early
    FROM metric.requirement_once AS r
    INNER JOIN metric.requirement_member AS m ON m.contract_id = r.contract_id AND m.no = r.no
    INNER JOIN metric.requirement_placement AS p
        ON p.contract_id = m.contract_id AND p.person = m.person AND p.first_day <= coalesce(r.due, DATE '9999-12-31') AND coalesce(p.kind, r.kind) = r.kind
    WHERE coalesce(m.member, TRUE)
),
ended AS (
    SELECT
        contract_id,
        no,
        count(CASE WHEN sure THEN 1 END) > 0 AND count(CASE WHEN NOT early THEN 1 END) = 0 AS ended,
        count(CASE WHEN sure AND NOT early THEN 1 END) = 0 AS may_have_ended
    FROM ends
    GROUP BY contract_id, no
),
sub_suppliers AS (
    SELECT main_contract AS contract_id, contract_id AS sub_contract, coalesce(supplier_org_no, upper(supplier_name)) AS supplier, day
    FROM metric.contract_register
    WHERE tier = 2 AND main_contract IS NOT NULL
),
engaged AS (
    SELECT
        r.contract_id,
        r.no,
        count(DISTINCT CASE WHEN r.target_group IS NULL AND s.day <= t.day AND s.day <= coalesce(r.due, DATE '9999-12-31') THEN s.supplier END) AS units,
        count(DISTINCT coalesce(s.supplier, s.sub_contract)) AS units_high,
        min(CASE WHEN r.target_group IS NULL AND s.supplier IS NOT NULL THEN s.day END) AS first_day,
        min(coalesce(s.day, t.day)) AS first_possible
    FROM metric.requirement_once AS r
    CROSS JOIN metric.today AS t
    INNER JOIN sub_suppliers AS s ON s.contract_id = r.contract_id
    WHERE r.kind = 'sub_supplier' AND coalesce(s.day, t.day) <= t.day AND coalesce(s.day, DATE '0001-01-01') <= coalesce(r.due, DATE '9999-12-31')
    GROUP BY r.contract_id, r.no
)
SELECT
    r.contract_id,
    r.no,
    coalesce(d.days, 0) AS days,
    coalesce(p.days_high, 0) AS days_high,
    CAST(coalesce(e.units, k.units, 0) AS BIGINT) AS units,
    CAST(coalesce(e.units_high, p.units_high, 0) AS BIGINT) AS units_high,
    coalesce(e.first_day, p.first_day) AS first_day,
    coalesce(e.first_possible, p.first_possible) AS first_possible,
    coalesce(x.ended, FALSE) AS ended,
    coalesce(x.may_have_ended, FALSE) AS may_have_ended,
    coalesce(p.group_unknown, r.kind = 'sub_supplier' AND r.target_group IS NOT NULL) AS group_unknown,
    coalesce(p.work_unknown, coalesce(e.units < e.units_high, FALSE)) AS work_unknown
FROM metric.requirement_once AS r
LEFT JOIN known_days AS d ON d.contract_id = r.contract_id AND d.no = r.no
LEFT JOIN known_persons AS k ON k.contract_id = r.contract_id AND k.no = r.no
LEFT JOIN possible AS p ON p.contract_id = r.contract_id AND p.no = r.no
LEFT JOIN ended AS x ON x.contract_id = r.contract_id AND x.no = r.no
LEFT JOIN engaged AS e ON e.contract_id = r.contract_id AND e.no = r.no
