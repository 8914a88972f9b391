/*
title: {sv: Arbete som kan räknas mot ett åtagande, en: Work that may count toward an undertaking}
doc:
  sv: En rad per åtagande, person och tid, till och med åtagandets sista dag. Tid som kan räknas mot flera åtaganden av samma slag räknas mot en målgrupp, den vars åtagande ska vara klart först, och vid lika dagar den snävare.
  en: One row per undertaking, person and span, up to the last day of the undertaking. Time that may count toward several undertakings of a kind counts toward one target group, that whose undertaking is due first, and if they are due on the same day the narrower one.
materialized: table
columns:
  contract_id: Contract.
  no: Number of the undertaking in the contract.
  kind: employment or placement.
  target_group: Target group of the undertaking.
  person: Pseudonym.
  first_day: First day.
  last_day: Last day.
  sure: Whether it is known that the person had such work.
  member: Whether the person is in the target group; NULL if unknown.
  low: Days of full time that are known, of 30 a month.
  high: Days of full time at most.
  counted: Whether it counts toward the target group of this undertaking; true for one undertaking at most.
*/
WITH possible AS (
    SELECT
        r.contract_id,
        r.no,
        r.kind,
        r.target_group,
        r.due,
        s.person,
        s.first_day,
        s.last_day,
        s.sure,
        m.member,
        s.low,
        s.high,
        CASE WHEN m.member AND (r.months IS NOT NULL OR r.persons IS NOT NULL) THEN 0 ELSE 1 END AS later
    FROM metric.requirement_once AS r
    INNER JOIN metric.requirement_span AS s
        ON s.contract_id = r.contract_id AND s.kind = r.kind AND s.last_day <= coalesce(r.due, DATE '9999-12-31')
    INNER JOIN metric.requirement_member AS m ON m.contract_id = r.contract_id AND m.no = r.no AND m.person = s.person
    WHERE coalesce(m.member, TRUE)
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY contract_id, kind, person, first_day
            ORDER BY later, coalesce(due, DATE '9999-12-31'), CASE WHEN target_group IS NULL THEN 1 ELSE 0 END, no
        ) AS place
    FROM possible
)
SELECT
    contract_id,
    no,
    kind,
    target_group,
    person,
    first_day,
    last_day,
    sure,
    member,
    low,
    high,
    place = 1 AND later = 0 AS counted
FROM ranked
