/*
title: {sv: Kontrollidentiteten, en: The control identity}
doc:
  sv: Vad kommun, region, stat och individ får av ett årsarbete är exakt lön plus arbetsgivaravgift, och avtalets sociala värde är årsarbetena gånger det minus lönestödet.
  en: What municipality, region, state and individual get of a person-year is exactly wage plus employer contributions, and a contract's social value is the person-years times that minus the subsidy.
severity: error
message:
  sv: "Avtal {contract_id}: bärarna summerar till {bearers} kr, ska vara {total} kr. Definitionen av modellerna är fel."
  en: "Contract {contract_id}: the bearers add up to {bearers} SEK, should be {total} SEK. The definition of the models is wrong."
concerns: [double_value]
*/
SELECT
    contract_id,
    kommun + region + stat + individ AS bearers,
    labour_cost AS total
FROM metric.person_year_flow
WHERE kommun + region + stat + individ <> labour_cost
UNION ALL
SELECT
    contract_id,
    social_value,
    labour_value - subsidy
FROM metric.contract_value
WHERE covered
  -- Each of six amounts is rounded to öre, and sums of large ones are floats.
  AND abs(social_value - (labour_value - subsidy)) > 0.05 + abs(labour_value) * 0.000000001
