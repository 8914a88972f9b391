/*
title: {sv: Andelar utanför 0 till 1, en: Shares outside 0 to 1}
doc:
  sv: Andelarna som annars hade levt på försörjningsstöd och aktivitetsstöd får tillsammans vara högst 1, och varje andel måste ligga mellan 0 och 1.
  en: The shares that would otherwise live on social assistance and on unemployment benefit must add up to at most 1, and each share must be between 0 and 1.
severity: error
message:
  sv: "Avtal {contract_id}: counterfactual_share blir {total}, displacement {displacement}. Rätta parametrarna."
  en: "Contract {contract_id}: counterfactual_share adds up to {total}, displacement is {displacement}. Correct the parameters."
concerns: [double_value]
*/
SELECT DISTINCT
    contract_id,
    share_social_assistance + share_unemployment_benefit AS total,
    displacement
FROM metric.contract_rate
WHERE share_social_assistance + share_unemployment_benefit > 1
   OR share_social_assistance < 0
   OR share_unemployment_benefit < 0
   OR displacement NOT BETWEEN 0 AND 1
