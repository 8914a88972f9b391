/*
title: {sv: Rader i karantän per avtal, en: Rows in quarantine by contract}
doc:
  sv: Avvisade poster, leveranser och placeringar per avtal. Radens innehåll är okänt, och därför är även avtalets belopp okända. För en placering sparas bara ett hashvärde av avtalsnumret, eftersom en förskjuten rad kan ha personuppgifter där.
  en: Rejected postings, deliveries and placements by contract. The content of the row is unknown, and so are the contract's amounts. For a placement only a hash of the contract id is kept, since a shifted row may have personal data there.
materialized: table
columns:
  contract_id: Contract; NULL if the rows have none.
  table_name: spend, delivery or placement.
  rows: Number of rows.
*/
WITH rejected AS (
    SELECT DISTINCT "table" AS table_name, _source, object, _row, subject
    FROM meta.issue
    WHERE severity = 'reject'
      AND rule <> 'row.total' -- a rejected totals row is not a missing row
      AND "table" IN ('spend', 'delivery', 'placement')
),
contracts AS (
    SELECT contract_id, 'sha256:' || substr(sha256(contract_id), 1, 32) AS digest
    FROM (
        SELECT contract_id FROM core.contract
        UNION
        SELECT contract_ref FROM core.spend WHERE contract_ref IS NOT NULL
        UNION
        SELECT contract_ref FROM core.delivery
        UNION
        SELECT contract_ref FROM core.placement
    ) AS every
)
SELECT
    CASE WHEN r.table_name = 'placement' THEN c.contract_id ELSE r.subject END AS contract_id,
    r.table_name,
    count(*) AS rows
FROM rejected AS r
LEFT JOIN contracts AS c ON r.table_name = 'placement' AND c.digest = r.subject
GROUP BY CASE WHEN r.table_name = 'placement' THEN c.contract_id ELSE r.subject END, r.table_name
