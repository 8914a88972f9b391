/*
title: {sv: Uppgifter som saknas för det sociala värdet, en: What the social value lacks}
doc:
  sv: Avtal vars sociala värde är okänt, och vad som saknas. De ingår inte i det dubbla värdet.
  en: Contracts whose social value is unknown, and what is missing. They are not part of the double value.
severity: warn
message:
  sv: "Avtal {contract_id} saknar {missing}"
  en: "Contract {contract_id} lacks {missing}"
concerns: [double_value]
*/
SELECT
    municipality,
    contract_id,
    missing
FROM metric.contract_missing
