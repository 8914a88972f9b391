/*
title: {sv: Månaderna summerar till det dubbla värdet, en: The months add up to the double value}
doc:
  sv: Det som ett avtal ger kommunen, regionen, staten och personerna månad för månad är tillsammans det dubbla värdets belopp, före lönestöd. Annars är återbetalningstiden fel.
  en: What a contract gives the municipality, the region, the state and persons month by month adds up to the amounts of the double value, before wage subsidies. Otherwise the payback time is wrong.
severity: warn
message:
  sv: "Avtal {contract_id}: månaderna summerar till {months} kr men det dubbla värdets belopp är {total} kr. Det är ett fel i modellernas definition."
  en: "Contract {contract_id}: the months add up to {months} SEK but the amounts of the double value are {total} SEK. The models are defined incorrectly."
concerns: [payback_month]
*/
WITH monthly AS (
    SELECT contract_id, sum(kommun) AS kommun, sum(region) AS region, sum(stat) AS stat, sum(individ) AS individ
    FROM metric.contract_month_flow
    GROUP BY contract_id
),
compared AS (
    SELECT
        v.contract_id,
        coalesce(m.kommun, 0) AS month_kommun,
        coalesce(m.region, 0) AS month_region,
        coalesce(m.stat, 0) AS month_stat,
        coalesce(m.individ, 0) AS month_individ,
        CAST(v.kommun AS DOUBLE) AS kommun,
        CAST(v.region AS DOUBLE) AS region,
        CAST(v.stat + v.subsidy + v.person_payment AS DOUBLE) AS stat,
        CAST(v.individ - v.person_payment AS DOUBLE) AS individ
    FROM metric.contract_value AS v
    LEFT JOIN monthly AS m ON m.contract_id = v.contract_id
    WHERE v.covered
)
SELECT
    contract_id,
    CAST(month_kommun + month_region + month_stat + month_individ AS DECIMAL(28, 2)) AS months,
    CAST(kommun + region + stat + individ AS DECIMAL(28, 2)) AS total
FROM compared
-- The amounts are rounded to öre.
WHERE abs(month_kommun - kommun) > 0.05 OR abs(month_region - region) > 0.05 OR abs(month_stat - stat) > 0.05 OR abs(month_individ - individ) > 0.05
