/*
title: {sv: Avtal som nämns men inte finns, en: Contracts that are referred to but do not exist}
doc:
  sv: Leveranser, placeringar och poster med ett avtalsnummer som inte finns i avtalsregistret. De räknas inte på det avtal som avsågs.
  en: Deliveries, placements and postings with a contract id that is not in the contract register. They are not counted for the contract that was meant.
severity: warn
message:
  sv: "Avtal {contract_id} finns inte, men nämns av {rows} {what}"
  en: "Contract {contract_id} does not exist, but {rows} {what_en} refer to it"
concerns: [double_value, double_value_of_contract, extra_cost, cost_per_job, requirement_fulfilment, requirement_delivered]
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
