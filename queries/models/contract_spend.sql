/*
title: {sv: Utbetalt per avtal, en: Spend by contract}
doc:
  sv: En rad per avtal med poster, i löpande priser och i basårets priser. En post i karantän, utan växelkurs, utan det datum som prisomräkningen kräver eller på en underleverantörs avtal gör summan okänd, eftersom den annars skulle bli lägre än det som betalades.
  en: One row per contract with postings, in current prices and in base-year prices. A posting in quarantine, without an exchange rate, without the date needed to deflate it or on a sub-supplier's contract makes the sum unknown, since it would otherwise be lower than what was paid.
materialized: table
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  spend_nominal: Sum in SEK, current prices; NULL if unknown.
  spend: Sum in SEK, base-year prices; an amount of a year without an index keeps its value. NULL if unknown.
  seen: Sum of the known postings, SEK, base-year prices.
  missing: Why spend is unknown, quarantined_spend, sub_supplier_spend, exchange_rate, spend_date or kpi; NULL if it is known.
  undeflated: Part of spend_nominal from years other than the base year that could not be deflated.
  first_month: Month of the first posting.
  last_month: Month of the last posting.
*/
WITH indexed AS (
    SELECT count(*) AS years FROM metric.price_factor
),
booked AS (
    SELECT
        g.contract_ref AS contract_id,
        min(g.municipality) AS municipality,
        CAST(sum(g.amount) AS DECIMAL(28, 2)) AS nominal,
        CAST(sum(g.amount * CASE WHEN f.year IS NULL THEN CAST(1 AS DECIMAL(28, 9)) ELSE f.factor END) AS DECIMAL(28, 2)) AS seen,
        sum(g.held_back) AS held_back,
        sum(CASE WHEN g.month IS NULL AND i.years > 0 THEN 1 ELSE 0 END) AS undated,
        sum(CASE WHEN f.year IS NOT NULL AND f.factor IS NULL THEN 1 ELSE 0 END) AS without_index,
        CAST(sum(CASE WHEN f.factor IS NULL AND extract(year FROM g.month) <> b.base_year THEN g.amount ELSE 0 END) AS DECIMAL(28, 2)) AS undeflated,
        min(g.month) AS first_month,
        max(g.month) AS last_month
    FROM metric.spend_group AS g
    CROSS JOIN indexed AS i
    LEFT JOIN metric.base_year AS b ON TRUE
    LEFT JOIN metric.price_factor AS f ON f.year = extract(year FROM g.month)
    WHERE g.contract_ref IS NOT NULL
    GROUP BY g.contract_ref
),
aside AS (
    SELECT contract_id FROM metric.contract_set_aside WHERE table_name = 'spend' AND contract_id IS NOT NULL
),
below AS (
    SELECT DISTINCT contract_id FROM metric.sub_supplier_row WHERE table_name = 'spend' AND contract_id IS NOT NULL
),
judged AS (
    SELECT
        coalesce(b.contract_id, a.contract_id, u.contract_id) AS contract_id,
        b.municipality,
        b.nominal,
        b.seen,
        b.undeflated,
        b.first_month,
        b.last_month,
        CASE
            WHEN a.contract_id IS NOT NULL THEN 'quarantined_spend'
            WHEN u.contract_id IS NOT NULL THEN 'sub_supplier_spend'
            WHEN b.held_back > 0 THEN 'exchange_rate'
            WHEN b.undated > 0 THEN 'spend_date'
            WHEN b.without_index > 0 THEN 'kpi'
        END AS missing
    FROM booked AS b
    FULL JOIN aside AS a ON a.contract_id = b.contract_id
    FULL JOIN below AS u ON u.contract_id = coalesce(b.contract_id, a.contract_id)
)
SELECT
    contract_id,
    municipality,
    CASE WHEN coalesce(missing, 'kpi') IN ('kpi', 'spend_date') THEN nominal END AS spend_nominal,
    CASE WHEN missing IS NULL THEN seen END AS spend,
    coalesce(seen, 0) AS seen,
    missing,
    undeflated,
    first_month,
    last_month
FROM judged
