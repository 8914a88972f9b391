/*
title: {sv: Kontrollidentiteten, en: The control identity}
doc:
  sv: Kommunens, regionens, statens och individens delar av ett årsarbete är tillsammans exakt lön plus arbetsgivaravgift. Avtalets sociala värde är årsarbetena gånger den summan, minus lönestödet.
  en: The municipality's, region's, state's and individual's shares of a person-year add up exactly to the wage plus employer contributions. A contract's social value is the person-years times that sum, minus the wage subsidy.
severity: error
message:
  sv: "Avtal {contract_id}: delarna summerar till {bearers} kr men ska vara {total} kr. Det är ett fel i modellernas definition."
  en: "Contract {contract_id}: the shares add up to {bearers} SEK but should be {total} SEK. The models are defined incorrectly."
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
