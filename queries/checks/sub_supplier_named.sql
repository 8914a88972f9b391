/*
title: {sv: Rader på underleverantörers avtal, en: Rows on sub-suppliers' contracts}
doc:
  sv: Poster och leveranser som nämner en underleverantörs avtal. De ingår inte i någon summa, eftersom huvudavtalets rader kan innehålla samma sak, och huvudavtalets kostnad eller leverans är okänd. Nämn huvudavtalet på de rader som inte ingår i det, och ta bort dem som gör det.
  en: Postings and deliveries that name a sub-supplier's contract. They are in no sum, since the rows of the main contract may include the same, and the main contract's cost or delivery is unknown. Name the main contract on those rows that are not part of it, and remove those that are.
severity: warn
message:
  sv: "Avtal {sub_contract} är en underleverantörs, men nämns av {rows} {what}; huvudavtal {main}"
  en: "Contract {sub_contract} is a sub-supplier's, but {rows} {what_en} name it; main contract {main}"
concerns: [spend_social_enterprises, double_value, double_value_of_contract, extra_cost, cost_per_job]
*/
SELECT
    municipality,
    sub_contract,
    coalesce(contract_id, '?') AS main,
    CASE WHEN table_name = 'spend' THEN 'poster' ELSE 'leveranser' END AS what,
    CASE WHEN table_name = 'spend' THEN 'postings' ELSE 'deliveries' END AS what_en,
    rows
FROM metric.sub_supplier_row
