/*
title: {sv: Leveransernas och utbetalningarnas månader, en: Months of delivery and months of spend}
doc:
  sv: >-
    En rad per avtal med leveranser. En leverans har bara en första dag; den antas vara lika lång som det kortaste avståndet mellan två av avtalets leveranser, högst tolv månader, och tolv månader om det bara finns en. En
    utbetalning kan komma en månad före den första leveransen och upp till tre månader efter den sista; en leverans upp till tre månader före sin utbetalning.
  en: >-
    One row per contract with deliveries. A delivery has only a first day; it is taken to last as long as the shortest interval between two deliveries of the contract, at most twelve months, and twelve months if there is only one. A
    posting may come one month before the first delivery and up to three months after the last; a delivery up to three months before its posting.
materialized: table
columns:
  contract_id: Contract.
  spend_months: Number of months with postings.
  without_delivery: Number of months with postings but no delivery.
  deliveries: Number of deliveries.
  without_spend: Number of deliveries far from every posting.
*/
WITH delivered AS (
    SELECT DISTINCT contract_ref AS contract_id, CAST(extract(year FROM period) * 12 + extract(month FROM period) AS INTEGER) AS month_no
    FROM core.delivery
),
gaps AS (
    SELECT
        contract_id,
        month_no,
        month_no - lag(month_no) OVER (PARTITION BY contract_id ORDER BY month_no) AS gap
    FROM delivered
),
spans AS (
    SELECT
        contract_id,
        CASE WHEN min(gap) < 12 THEN min(gap) ELSE 12 END AS length,
        min(month_no) AS first_no,
        max(month_no) AS last_no
    FROM gaps
    GROUP BY contract_id
),
paid AS (
    SELECT DISTINCT contract_ref AS contract_id, CAST(extract(year FROM month) * 12 + extract(month FROM month) AS INTEGER) AS month_no
    FROM metric.spend_group
    WHERE contract_ref IS NOT NULL AND month IS NOT NULL AND coalesce(amount <> 0, TRUE)
),
paid_judged AS (
    SELECT
        p.contract_id,
        p.month_no,
        max(CASE
            WHEN p.month_no BETWEEN d.month_no AND d.month_no + s.length - 1 THEN 1
            WHEN p.month_no = s.first_no - 1 OR p.month_no BETWEEN s.last_no + s.length AND s.last_no + s.length + 2 THEN 1
            ELSE 0
        END) AS met
    FROM paid AS p
    INNER JOIN spans AS s ON s.contract_id = p.contract_id
    INNER JOIN delivered AS d ON d.contract_id = p.contract_id
    GROUP BY p.contract_id, p.month_no
),
delivered_judged AS (
    SELECT
        d.contract_id,
        d.month_no,
        max(CASE WHEN p.month_no BETWEEN d.month_no - 1 AND d.month_no + s.length - 1 + 3 THEN 1 ELSE 0 END) AS met
    FROM delivered AS d
    INNER JOIN spans AS s ON s.contract_id = d.contract_id
    INNER JOIN paid AS p ON p.contract_id = d.contract_id
    GROUP BY d.contract_id, d.month_no
),
spend_side AS (
    SELECT contract_id, count(*) AS spend_months, count(*) - sum(met) AS without_delivery FROM paid_judged GROUP BY contract_id
),
delivery_side AS (
    SELECT contract_id, count(*) AS deliveries, count(*) - sum(met) AS without_spend FROM delivered_judged GROUP BY contract_id
)
SELECT
    p.contract_id,
    p.spend_months,
    CAST(p.without_delivery AS BIGINT) AS without_delivery,
    d.deliveries,
    CAST(d.without_spend AS BIGINT) AS without_spend
FROM spend_side AS p
INNER JOIN delivery_side AS d ON d.contract_id = p.contract_id
