/*
title: {sv: Utbetalt per avtal, en: Spend by contract}
doc:
  sv: En rad per avtal som det finns poster på, i löpande priser och i basårets priser.
  en: One row per contract that has postings, in current prices and in base-year prices.
materialized: table
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  spend_nominal: Sum in SEK, prices of the time; NULL where a posting has no exchange rate.
  spend: Sum in SEK, base-year prices; an amount of a year without an index keeps its value. NULL where a posting has no exchange rate.
  undeflated: Part of spend_nominal that could not be deflated although it is of another year.
  first_year: Year of the first posting.
*/
SELECT
    g.contract_ref AS contract_id,
    min(g.municipality) AS municipality,
    -- A sum without the postings held back would make the contract cheaper than it was.
    CASE WHEN sum(g.held_back) = 0 THEN CAST(sum(g.amount) AS DECIMAL(18, 2)) END AS spend_nominal,
    CASE
        WHEN sum(g.held_back) = 0
            THEN CAST(sum(g.amount * coalesce(f.factor, CAST(1 AS DECIMAL(28, 9)))) AS DECIMAL(18, 2))
    END AS spend,
    CAST(sum(CASE WHEN f.factor IS NULL AND extract(year FROM g.month) <> b.base_year THEN g.amount ELSE 0 END) AS DECIMAL(18, 2)) AS undeflated,
    CAST(min(extract(year FROM g.month)) AS INTEGER) AS first_year
FROM metric.spend_group AS g
LEFT JOIN metric.base_year AS b ON TRUE
LEFT JOIN metric.price_factor AS f ON f.year = extract(year FROM g.month)
WHERE g.contract_ref IS NOT NULL
GROUP BY g.contract_ref
