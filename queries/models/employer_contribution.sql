/*
title: {sv: Arbetsgivaravgifter på varje lön, en: Employer contributions on each wage}
doc:
  sv: "Avgiften på varje årslön en gång, efter de regler som gäller åldern: de ungas lägre sats upp till taket och de äldres, var och en under sin del av året."
  en: "The contributions on each wage of a year once, by the rules for the age: the lower rate of the young up to the ceiling and that of older persons, each for its share of the year."
materialized: table
columns:
  arbetsgivaravgift: Rate of employer contributions, share of the wage; NULL if unknown.
  age: Age of the rules that apply, as in age_rule.
  wage: Gross wage, SEK a year.
  contributions: Employer contributions, SEK a year; NULL if a rate is unknown.
  pension_rights: Part that buys pension rights of the person, SEK.
  wage_tax: Part that is the general wage fee, SEK.
*/
WITH wages AS (
    SELECT
        r.arbetsgivaravgift,
        w.age,
        TRY_CAST(CAST(r.wage AS DECIMAL(28, 2)) * w.extent AS DECIMAL(18, 2)) AS wage
    FROM metric.contract_worker AS w
    INNER JOIN metric.contract_rate AS r ON r.contract_id = w.contract_id AND r.residence = w.residence
    UNION
    SELECT arbetsgivaravgift, age, wage FROM metric.risk_income
),
contributing AS (
    SELECT
        w.arbetsgivaravgift,
        w.age,
        w.wage,
        TRY_CAST(t.pension_rights * TRY_CAST(w.wage AS DECIMAL(28, 2)) AS DECIMAL(18, 6)) AS pension_rights,
        CAST(t.wage_tax AS DOUBLE) / nullif(w.arbetsgivaravgift - t.pension_rights, 0) AS tax_of_rest,
        TRY_CAST(
            w.arbetsgivaravgift * TRY_CAST(w.wage AS DECIMAL(28, 2))
            - CASE
                -- Without a row in the base year there is no lower rate; a blank row is an unknown one.
                WHEN w.age = 18 AND t.young_share IS NOT NULL
                    THEN TRY_CAST((w.arbetsgivaravgift - t.young_rate) * CAST(t.young_share AS DOUBLE) * CASE WHEN w.wage > t.young_ceiling THEN t.young_ceiling WHEN t.young_ceiling IS NOT NULL THEN w.wage END AS DECIMAL(28, 6))
                WHEN w.age > 18 AND w.age >= t.older_from
                    THEN TRY_CAST((w.arbetsgivaravgift - t.older_rate) * CAST(t.older_share AS DOUBLE) * w.wage AS DECIMAL(28, 6))
                ELSE CAST(0 AS DECIMAL(28, 6))
            END AS DECIMAL(18, 6)) AS contributions
    FROM wages AS w
    CROSS JOIN metric.tax_rule AS t
    WHERE w.wage IS NOT NULL
)
SELECT
    arbetsgivaravgift,
    age,
    wage,
    contributions,
    pension_rights,
    TRY_CAST((contributions - pension_rights) * tax_of_rest AS DECIMAL(18, 2)) AS wage_tax
FROM contributing
