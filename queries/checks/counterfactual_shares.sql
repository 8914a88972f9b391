/*
title: {sv: Andelar över ett, en: Shares above one}
doc:
  sv: Andelarna som annars levt på försörjningsstöd och aktivitetsstöd får tillsammans vara högst 1, och andelar ligger mellan 0 och 1.
  en: The shares who would otherwise live on social assistance and on unemployment benefit add up to at most 1, and shares lie between 0 and 1.
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
