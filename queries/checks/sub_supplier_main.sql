/*
title: {sv: Underleverantörer utan rätt huvudavtal, en: Sub-suppliers without a right main contract}
doc:
  sv: Underleverantörers avtal vars huvudavtal saknas, inte finns, är avtalet självt eller är en annan underleverantörs, och kommunens egna avtal som nämner ett huvudavtal. Ett avtal utan led som nämner ett huvudavtal räknas som en underleverantörs.
  en: Sub-suppliers' contracts whose main contract is not stated, does not exist, is the contract itself or is another sub-supplier's, and the municipality's own contracts that name a main contract. A contract that names a main contract but no tier counts as a sub-supplier's.
severity: warn
message:
  sv: "Avtal {contract_id} (led {tier}): {what}"
  en: "Contract {contract_id} (tier {tier}): {what_en}"
concerns: [contracts, sub_suppliers]
*/
WITH judged AS (
    SELECT
        c.municipality,
        c.contract_id,
        c.tier,
        CASE
            WHEN c.tier = 1 THEN CASE WHEN c.main_contract IS NOT NULL THEN 'own' END
            WHEN c.main_contract IS NULL THEN 'none'
            WHEN c.main_contract = c.contract_id THEN 'itself'
            WHEN main.contract_id IS NULL THEN 'unknown'
            WHEN main.tier = 2 THEN 'below'
        END AS fault
    FROM metric.contract_register AS c
    LEFT JOIN metric.contract_register AS main ON main.contract_id = c.main_contract
)
SELECT
    municipality,
    contract_id,
    tier,
    CASE fault
        WHEN 'own' THEN 'nämner ett huvudavtal, men är kommunens eget och räknas som det'
        WHEN 'none' THEN 'huvudavtalet är inte angivet'
        WHEN 'itself' THEN 'huvudavtalet är avtalet självt'
        WHEN 'unknown' THEN 'huvudavtalet finns inte i registret'
        ELSE 'huvudavtalet är en annan underleverantörs'
    END AS what,
    CASE fault
        WHEN 'own' THEN 'names a main contract, but is the municipality''s own and is counted so'
        WHEN 'none' THEN 'the main contract is not stated'
        WHEN 'itself' THEN 'the main contract is the contract itself'
        WHEN 'unknown' THEN 'the main contract is not in the register'
        ELSE 'the main contract is another sub-supplier''s'
    END AS what_en
FROM judged
WHERE fault IS NOT NULL
