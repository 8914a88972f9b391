/*
title: {sv: Kontrollidentiteten, en: The control identity}
doc:
  sv: Kommunens, regionens, statens och individens delar av ett årsarbete är tillsammans exakt lön plus arbetsgivaravgift. Avtalets sociala värde är årsarbetena gånger den summan, minus lönestödet. Detsamma gäller varje personår som effekten räknas på.
  en: The municipality's, region's, state's and individual's shares of a person-year add up exactly to the wage plus employer contributions. A contract's social value is the person-years times that sum, minus the wage subsidy. The same holds for each person-year on which the effect is computed.
severity: error
message:
  sv: "{what_sv}: delarna summerar till {bearers} kr men ska vara {total} kr. Det är ett fel i modellernas definition."
  en: "{what_en}: the shares add up to {bearers} SEK but should be {total} SEK. The models are defined incorrectly."
concerns: [double_value, double_value_of_contract]
*/
SELECT
    'Avtal ' || contract_id AS what_sv,
    'Contract ' || contract_id AS what_en,
    kommun + region + stat + individ AS bearers,
    labour_cost AS total
FROM metric.person_year_flow
WHERE kommun + region + stat + individ <> labour_cost
UNION ALL
SELECT
    'Avtal ' || contract_id,
    'Contract ' || contract_id,
    social_value,
    labour_value - subsidy
FROM metric.contract_value
WHERE covered
  -- Each of six amounts is rounded to öre, and sums of large ones are floats.
  AND abs(social_value - (labour_value - subsidy)) > 0.05 + abs(labour_value) * 0.000000001
UNION ALL
-- The sums of a municipality, since a person's amounts are not for messages; deviations do not cancel.
SELECT
    'Personåren i kommun ' || scope,
    'The person-years of municipality ' || scope,
    sum(labour_cost + abs(kommun + region + stat + individ - labour_cost)),
    sum(labour_cost)
FROM metric.risk_block
GROUP BY scope
HAVING sum(CASE WHEN kommun + region + stat + individ <> labour_cost THEN 1 ELSE 0 END) > 0
