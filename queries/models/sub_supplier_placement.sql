/*
title: {sv: Placeringar på underleverantörers avtal, en: Placements on sub-suppliers' contracts}
doc:
  sv: Placeringar som nämner en underleverantörs avtal. Personerna läggs inte till huvudavtalets, eftersom de kan finnas där också, och huvudavtalets antal deltagare är därför okänt.
  en: Placements that name a sub-supplier's contract. The persons are not added to those of the main contract, since they may be there too, and so the main contract's number of participants is unknown.
materialized: table
columns:
  contract_id: Main contract; NULL if it is not stated or not in the register.
  sub_contract: The sub-supplier's contract.
  municipality: Buying municipality; NULL if unknown.
  placements: Number of placements.
*/
SELECT
    main.contract_id,
    c.contract_id AS sub_contract,
    coalesce(c.municipality, main.municipality) AS municipality,
    count(*) AS placements
FROM metric.contract_register AS c
INNER JOIN core.placement AS p ON p.contract_ref = c.contract_id
LEFT JOIN metric.contract_register AS main ON main.contract_id = c.main_contract
WHERE c.tier = 2
GROUP BY main.contract_id, c.contract_id, coalesce(c.municipality, main.municipality)
