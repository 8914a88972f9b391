/*
title: {sv: Hur länge en deltagare är placerad på ett avtal, en: How long a participant is placed on a contract}
doc:
  sv: En rad per avtal och deltagare. Tiden är placeringarnas månader, där en påbörjad månad räknas med sin andel av dagarna, och aldrig mer än från den första dagen till den sista. En pågående placering räknas till avtalets sista dag.
  en: One row per contract and participant. The time is the months of the placements, in which a part of a month counts by its share of the days, and never more than from the first day to the last. A placement without an end counts until the last day of the contract.
materialized: table
columns:
  contract_id: Contract.
  person: Pseudonym.
  years: Years placed, whatever the extent; NULL if the last day of a placement is unknown or before its first.
*/
WITH placed AS (
    SELECT
        p.contract_id,
        p.person,
        pl."start" AS first_day,
        CAST(coalesce(pl."end", c.last_day) + INTERVAL '1' DAY AS DATE) AS next_day
    FROM metric.contract_person AS p
    INNER JOIN core.placement AS pl ON pl.contract_ref = p.contract_id AND pl.person = p.person
    LEFT JOIN metric.contract_register AS c ON c.contract_id = p.contract_id
),
spans AS (
    SELECT contract_id, person, 'part' AS kind, first_day, CASE WHEN next_day > first_day THEN next_day END AS next_day
    FROM placed
    UNION ALL
    SELECT contract_id, person, 'whole', min(first_day), max(next_day)
    FROM placed
    GROUP BY contract_id, person
),
timed AS (
    SELECT
        contract_id,
        person,
        kind,
        CAST(extract(year FROM next_day) * 12 + extract(month FROM next_day) - extract(year FROM first_day) * 12 - extract(month FROM first_day) AS DOUBLE)
            + CAST(extract(day FROM next_day) - 1 AS DOUBLE) / date_diff('day', date_trunc('month', next_day), date_trunc('month', next_day) + INTERVAL '1' MONTH)
            - CAST(extract(day FROM first_day) - 1 AS DOUBLE) / date_diff('day', date_trunc('month', first_day), date_trunc('month', first_day) + INTERVAL '1' MONTH) AS months
    FROM spans
),
added AS (
    SELECT
        contract_id,
        person,
        CASE WHEN count(months) = count(*) THEN sum(CASE WHEN kind = 'part' THEN months END) END AS parts,
        sum(CASE WHEN kind = 'whole' THEN months END) AS whole
    FROM timed
    GROUP BY contract_id, person
)
SELECT
    contract_id,
    person,
    CAST(CASE WHEN parts > whole THEN whole ELSE parts END AS DOUBLE) / 12 AS years
FROM added
