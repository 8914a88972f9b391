/*
title: {sv: Rader på underleverantörers avtal, en: Rows on sub-suppliers' contracts}
doc:
  sv: Poster och leveranser som nämner en underleverantörs avtal. De läggs aldrig till huvudavtalet, eftersom samma sak då kan räknas två gånger, och huvudavtalets motsvarande uppgift är okänd, eftersom den utan dem kan vara för låg.
  en: Postings and deliveries that name a sub-supplier's contract. They are never added to the main contract, since the same could then be counted twice, and the main contract's corresponding figure is unknown, since it may be too low without them.
materialized: table
columns:
  contract_id: Main contract; NULL if it is not stated or not in the register.
  sub_contract: The sub-supplier's contract.
  municipality: Buying municipality; NULL if unknown.
  table_name: spend or delivery.
  rows: Number of rows.
  amount: Sum of the postings in SEK; NULL if unknown and for deliveries.
*/
WITH named AS (
    SELECT contract_ref, 'spend' AS table_name, sum(postings) AS rows, CAST(sum(amount) AS DECIMAL(28, 2)) AS amount
    FROM metric.spend_group
    WHERE contract_ref IS NOT NULL
    GROUP BY contract_ref
    UNION ALL
    SELECT contract_ref, 'delivery', count(*), NULL
    FROM core.delivery
    GROUP BY contract_ref
)
SELECT
    main.contract_id,
    c.contract_id AS sub_contract,
    coalesce(c.municipality, main.municipality) AS municipality,
    n.table_name,
    CAST(n.rows AS BIGINT) AS rows,
    n.amount
FROM metric.contract_register AS c
INNER JOIN named AS n ON n.contract_ref = c.contract_id
LEFT JOIN metric.contract_register AS main ON main.contract_id = c.main_contract
WHERE c.tier = 2
