/*
title: {sv: Deltagarnas tid efter starten, en: Participants' time since their start}
doc:
  sv: >-
    Deltagarnas observerade månader efter personens första start, i år, per avtal, bostadskommun och tolvmånadersblock med en skattad effekt. Varje månad räknas ned med
    antalet månader sedan starten, och bara månader till och med uppföljningens slut räknas. Den som inte har en jämförbar start är inte med.
  en: >-
    Participants' observed months since the person's first start, in years, by contract, municipality of residence and block of twelve months with an estimated effect. Each
    month is discounted by the months since the start, and only months up to the end of follow-up count. Those without a comparable start are left out.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence; the buyer if unknown.
  block: Block of twelve months; 1 begins with the start month.
  years: Discounted years of the participants, each split between their contracts; 0 if none is observed.
  during: Of these, while the person is placed on any contract.
  first_year: Of these, in the contract year.
*/
WITH event_month AS (
    SELECT m FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11)) AS v (m)
),
followed AS (
    SELECT
        p.contract_id,
        s.residence,
        p.person,
        p.share,
        k.start_month,
        CAST(r.discount_rate AS DOUBLE) AS discount_rate
    FROM metric.contract_person AS p
    INNER JOIN metric.contract_scope AS s ON s.contract_id = p.contract_id AND s.residence = coalesce(p.residence, s.municipality)
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    INNER JOIN metric.risk_set AS k ON k.person = p.person AND k.treated
),
months AS (
    SELECT
        f.contract_id,
        f.residence,
        f.person,
        b.block,
        CAST(f.start_month + INTERVAL '1' MONTH * (12 * (b.block - 1) + n.m) AS DATE) AS month,
        f.share * power(1 + f.discount_rate, -(b.block - 1 + CAST(n.m AS DOUBLE) / 12)) / 12 AS years
    FROM followed AS f
    INNER JOIN metric.residence_effect AS b ON b.residence = f.residence
    CROSS JOIN event_month AS n
),
observed AS (
    SELECT m.* FROM months AS m INNER JOIN metric.follow_up AS u ON m.month <= u.last_month
),
placed AS (
    -- A placement without an end goes on until the contract's last day.
    SELECT DISTINCT o.person, o.month
    FROM observed AS o
    INNER JOIN core.placement AS pl ON pl.person = o.person AND pl."start" < CAST(o.month + INTERVAL '1' MONTH AS DATE)
    LEFT JOIN metric.contract_register AS c ON c.contract_id = pl.contract_ref AND c.last_day >= pl."start"
    WHERE o.month <= coalesce(pl."end", c.last_day, o.month)
)
SELECT
    s.contract_id,
    s.residence,
    b.block,
    CASE WHEN count(o.years) = count(o.person) THEN coalesce(sum(o.years), 0) END AS years,
    CASE WHEN count(o.years) = count(o.person) THEN coalesce(sum(CASE WHEN p.person IS NOT NULL THEN o.years END), 0) END AS during,
    CASE WHEN count(o.years) = count(o.person) THEN coalesce(sum(CASE WHEN extract(year FROM o.month) = s.year THEN o.years END), 0) END AS first_year
FROM metric.contract_scope AS s
INNER JOIN metric.residence_effect AS b ON b.residence = s.residence
LEFT JOIN observed AS o ON o.contract_id = s.contract_id AND o.residence = s.residence AND o.block = b.block
LEFT JOIN placed AS p ON p.person = o.person AND p.month = o.month
GROUP BY s.contract_id, s.residence, b.block
