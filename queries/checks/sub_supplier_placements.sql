/*
title: {sv: Placeringar på underleverantörers avtal, en: Placements on sub-suppliers' contracts}
doc:
  sv: Placeringar som nämner en underleverantörs avtal. Personerna räknas inte på huvudavtalet, eftersom de kan vara placerade där också, och huvudavtalets antal deltagare är okänt. Nämn huvudavtalet på placeringarna.
  en: Placements that name a sub-supplier's contract. The persons are not counted on the main contract, since they may be placed there too, and the main contract's number of participants is unknown. Name the main contract in the placements.
severity: warn
message:
  sv: "Avtal {sub_contract} är en underleverantörs, men nämns av {placements} placeringar; huvudavtal {main}"
  en: "Contract {sub_contract} is a sub-supplier's, but {placements} placements name it; main contract {main}"
concerns: [double_value, double_value_of_contract, cost_per_job]
*/
SELECT
    municipality,
    sub_contract,
    coalesce(contract_id, '?') AS main,
    placements
FROM metric.sub_supplier_placement
