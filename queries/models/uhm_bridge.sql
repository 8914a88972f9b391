/*
title: {sv: Från myndighetens läsning till det sociala värdet, en: From the authority's reading to the social value}
doc:
  sv: >-
    Varför myndighetens summa för ett avtal skiljer sig från det sociala värdet i det dubbla värdet. Summan, plus termerna från employer till subsidy_difference, är det sociala värdet; det som öresavrundning lämnar kvar är rest.
  en: >-
    Why the authority's sum for a contract differs from the social value in the double value. The sum, plus the terms from employer to subsidy_difference, is the social value; what rounding to öre leaves is rest.
materialized: table
columns:
  contract_id: Contract.
  total: The authority's sum of five actors, SEK.
  employer: The employer's result taken away, SEK; the social value does not count it.
  indirect_tax: The indirect tax taken away, SEK.
  procurement: The cost of the procurement added back, SEK; it belongs to the cost C.
  anyway: What the participants would have earned anyway, taken away, SEK. It is positive if the effect in the year of the contract is more than the time placed.
  displacement: What is taken from others during the placement, taken away, SEK.
  aftermath: The effect after the placement, after displacement and discounted, SEK.
  subsidy_difference: The subsidy of the reading minus G, which is discounted, SEK.
  social_value: The social value in the double value, SEK.
  rest: The social value minus the sum of all that, SEK.
*/
WITH terms AS (
    SELECT
        r.contract_id,
        r.total,
        -r.arbetsgivare AS employer,
        -r.indirect_tax AS indirect_tax,
        r.procurement,
        TRY_CAST(s.labour_value_during_gross AS DECIMAL(28, 2)) - r.labour_cost AS anyway,
        v.labour_value_during - TRY_CAST(s.labour_value_during_gross AS DECIMAL(28, 2)) AS displacement,
        v.labour_value - v.labour_value_during AS aftermath,
        r.subsidy - v.subsidy AS subsidy_difference,
        v.social_value
    FROM metric.uhm_reading AS r
    LEFT JOIN metric.contract_value AS v ON v.contract_id = r.contract_id
    LEFT JOIN metric.contract_social AS s ON s.contract_id = r.contract_id
)
SELECT
    *,
    social_value - (total + employer + indirect_tax + procurement + anyway + displacement + aftermath + subsidy_difference) AS rest
FROM terms
