/*
title: {sv: Deltagarnas månader efter starten, en: Participants' months since their start}
doc:
  sv: >-
    En rad per avtal, deltagare och månad efter personens första start som har en skattad effekt, till uppföljningens slut. Månaden räknas ned med antalet månader sedan starten. Den som inte har en jämförbar start är inte med.
  en: >-
    One row per contract, participant and month since the person's first start for which there is an estimated effect, up to the end of follow-up. The month is discounted by the months since the start. Those without a comparable start are left out.
columns:
  contract_id: Contract.
  residence: Municipality of residence; the buyer if unknown.
  person: Pseudonym.
  block: Block of twelve months; 1 begins with the start month.
  months_after: Number of the month since the start, from 1, which is the start month.
  month: First day of the month.
  years: The month in discounted years, split between the person's contracts; NULL if the discount rate is unknown.
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
        12 * (b.block - 1) + n.m + 1 AS months_after,
        CAST(f.start_month + INTERVAL '1' MONTH * (12 * (b.block - 1) + n.m) AS DATE) AS month,
        f.share * power(1 + f.discount_rate, -(b.block - 1 + CAST(n.m AS DOUBLE) / 12)) / 12 AS years
    FROM followed AS f
    INNER JOIN metric.residence_effect AS b ON b.residence = f.residence
    CROSS JOIN event_month AS n
)
SELECT m.contract_id, m.residence, m.person, m.block, m.months_after, m.month, m.years
FROM months AS m
INNER JOIN metric.follow_up AS u ON m.month <= u.last_month
