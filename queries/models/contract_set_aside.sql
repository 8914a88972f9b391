/*
title: {sv: Rader i karantän per avtal, en: Rows in quarantine by contract}
doc:
  sv: Poster, leveranser och placeringar som avvisades, efter avtalet som de nämner. Vad raden skulle ha sagt är okänt, så avtalets belopp är det också. En placering bär bara ett kontrolltal av avtalsnumret, eftersom en förskjuten rad kan ha en persons uppgifter där.
  en: Postings, deliveries and placements that were rejected, by the contract that they name. What the row would have said is unknown, and so are the contract's amounts. A placement carries a digest of the contract id alone, since a shifted row may hold something about a person there.
materialized: table
columns:
  contract_id: Contract; NULL where the rows name none.
  table_name: spend, delivery or placement.
  rows: Number of rows.
*/
WITH rejected AS (
    SELECT DISTINCT "table" AS table_name, _source, object, _row, subject
    FROM meta.issue
    WHERE severity = 'reject'
      AND rule <> 'row.total' -- the sum of other rows is no row that is lacking
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
