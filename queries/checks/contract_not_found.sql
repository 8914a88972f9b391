/*
title: {sv: Avtal som nämns men inte finns, en: Contracts that are named and not there}
doc:
  sv: Leveranser, placeringar och poster som nämner ett avtalsnummer som inte finns i avtalsregistret. De hamnar på ett annat avtal än det som menades, eller på inget.
  en: Deliveries, placements and postings that name a contract id that the register does not have. They end up with another contract than was meant, or with none.
severity: warn
message:
  sv: "Avtal {contract_id} finns inte, men nämns av {rows} {what}"
  en: "Contract {contract_id} is not there, but is named by {rows} {what_en}"
concerns: [double_value, extra_cost, cost_per_job]
*/
WITH named AS (
    SELECT contract_ref AS contract_id, 'leveranser' AS what, 'deliveries' AS what_en, count(*) AS rows FROM core.delivery GROUP BY contract_ref
    UNION ALL
    SELECT contract_ref, 'placeringar', 'placements', count(*) FROM core.placement GROUP BY contract_ref
    UNION ALL
    SELECT contract_ref, 'poster', 'postings', CAST(sum(postings) AS BIGINT) FROM metric.spend_group WHERE contract_ref IS NOT NULL GROUP BY contract_ref
)
SELECT
    n.contract_id,
    n.what,
    n.what_en,
    n.rows
FROM named AS n
LEFT JOIN metric.contract_register AS c ON c.contract_id = n.contract_id
WHERE c.contract_id IS NULL
