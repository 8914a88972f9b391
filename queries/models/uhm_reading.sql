/*
title: {sv: Upphandlingsmyndighetens läsning av varje avtal, en: The procurement authority's reading of each contract}
doc:
  sv: >-
    Vad placeringarna ger fem aktörer enligt myndighetens kalkylator för sysselsättningskrav, så långt dess beskrivning och exempel är lästa: alla antas annars ha stått utan arbete under hela tiden, ingen tränger undan någon, och
    ingenting räknas efter placeringen. Ingår aldrig i det dubbla värdet. Kronor i basårets priser, inte diskonterade.
  en: >-
    What the placements give five actors by the authority's calculator for employment clauses, as far as its description and example were read: everybody is assumed to have been without work otherwise for the whole time, nobody
    displaces anybody, and nothing is counted after the placement. Never part of the double value. SEK in base-year prices, not discounted.
materialized: table
columns:
  contract_id: Contract.
  persons: Number of participants.
  placed_years: Sum of the years that they are placed; NULL if unknown, as every amount that depends on it.
  labour_cost: Wages plus employer contributions of the time placed, SEK, which is the employer's labour cost.
  subsidy: Wage subsidies to the employer, SEK.
  production: What the participants produce, the parameter uhm_production of their labour cost, SEK.
  supervision: Labour cost of the supervisors' time, SEK.
  administration: The employer's administration, SEK.
  indirect_tax: Indirect tax on the production, SEK.
  procurement: The buyer's cost of the clause in the procurement, SEK.
  individ: SEK to the participants.
  kommun: SEK to municipalities, the cost of the procurement subtracted.
  region: SEK to regions.
  stat: SEK to the state, with the indirect tax and after subsidies.
  arbetsgivare: SEK to the employer.
  total: Sum of the five.
*/
WITH flow AS (
    SELECT
        contract_id,
        residence,
        age,
        extent,
        CASE WHEN count(share * kommun) = count(*) THEN sum(CAST(share AS DOUBLE) * CAST(kommun AS DOUBLE)) END AS kommun,
        CASE WHEN count(share * region) = count(*) THEN sum(CAST(share AS DOUBLE) * CAST(region AS DOUBLE)) END AS region,
        CASE WHEN count(share * stat) = count(*) THEN sum(CAST(share AS DOUBLE) * CAST(stat AS DOUBLE)) END AS stat,
        CASE WHEN count(share * individ) = count(*) THEN sum(CAST(share AS DOUBLE) * CAST(individ AS DOUBLE)) END AS individ,
        CAST(min(labour_cost) AS DOUBLE) AS labour_cost
    FROM metric.person_year_flow
    WHERE coalesce(share <> 0, TRUE)
    GROUP BY contract_id, residence, age, extent
),
placed AS (
    SELECT
        w.contract_id,
        sum(w.persons) AS persons,
        CASE WHEN count(w.placed_years) = count(*) THEN sum(w.placed_years) END AS placed_years,
        CASE WHEN count(w.placed_years * f.kommun) = count(*) THEN sum(w.placed_years * f.kommun) END AS kommun,
        CASE WHEN count(w.placed_years * f.region) = count(*) THEN sum(w.placed_years * f.region) END AS region,
        CASE WHEN count(w.placed_years * f.stat) = count(*) THEN sum(w.placed_years * f.stat) END AS stat,
        CASE WHEN count(w.placed_years * f.individ) = count(*) THEN sum(w.placed_years * f.individ) END AS individ,
        CASE WHEN count(w.placed_years * f.labour_cost) = count(*) THEN sum(w.placed_years * f.labour_cost) END AS labour_cost
    FROM metric.contract_worker AS w
    LEFT JOIN flow AS f ON f.contract_id = w.contract_id AND f.residence = w.residence AND f.age = w.age AND f.extent = w.extent
    GROUP BY w.contract_id
),
stated AS (
    SELECT
        contract_id,
        CAST(max(CASE WHEN name = 'uhm_production' THEN value END) AS DOUBLE) AS production,
        CAST(max(CASE WHEN name = 'uhm_supervision' THEN value END) AS DOUBLE) AS supervision,
        CAST(max(CASE WHEN name = 'uhm_supervisor_wage_month' THEN value END) AS DOUBLE) AS supervisor_wage,
        CAST(max(CASE WHEN name = 'uhm_administration' THEN value END) AS DOUBLE) AS administration,
        CAST(max(CASE WHEN name = 'uhm_indirect_tax' THEN value END) AS DOUBLE) AS indirect_tax,
        CAST(max(CASE WHEN name = 'uhm_procurement' THEN value END) AS DOUBLE) AS procurement
    FROM metric.parameter_in_force
    GROUP BY contract_id
),
rates AS (
    SELECT contract_id, CAST(min(arbetsgivaravgift) AS DOUBLE) AS contributions, count(state_subsidy) > 0 AS subsidy_stated
    FROM metric.contract_rate
    GROUP BY contract_id
),
granted AS (
    SELECT
        contract_id,
        CASE WHEN count(CASE WHEN receiver = 'supplier' AND amount IS NULL THEN 1 END) = 0 THEN coalesce(sum(CASE WHEN receiver = 'supplier' THEN amount END), 0) END AS subsidy,
        CASE WHEN count(CASE WHEN receiver = 'person' AND amount IS NULL THEN 1 END) = 0 THEN coalesce(sum(CASE WHEN receiver = 'person' THEN amount END), 0) END AS person_payment
    FROM metric.contract_subsidy
    GROUP BY contract_id
),
valued AS (
    SELECT
        p.contract_id,
        p.persons,
        p.placed_years,
        TRY_CAST(p.labour_cost AS DECIMAL(28, 2)) AS labour_cost,
        TRY_CAST(CASE WHEN r.subsidy_stated THEN v.subsidy WHEN g.contract_id IS NULL THEN 0 ELSE g.subsidy END AS DECIMAL(28, 2)) AS subsidy,
        TRY_CAST(CASE WHEN g.contract_id IS NULL THEN 0 ELSE g.person_payment END AS DECIMAL(28, 2)) AS person_payment,
        TRY_CAST(s.production * p.labour_cost AS DECIMAL(28, 2)) AS production,
        TRY_CAST(s.supervision * 12 * s.supervisor_wage * (1 + r.contributions) * p.placed_years AS DECIMAL(28, 2)) AS supervision,
        TRY_CAST(s.administration * p.persons AS DECIMAL(28, 2)) AS administration,
        TRY_CAST(s.indirect_tax * s.production * p.labour_cost AS DECIMAL(28, 2)) AS indirect_tax,
        TRY_CAST(s.procurement AS DECIMAL(28, 2)) AS procurement,
        TRY_CAST(p.individ AS DECIMAL(28, 2)) AS individ,
        TRY_CAST(p.kommun AS DECIMAL(28, 2)) AS kommun,
        TRY_CAST(p.region AS DECIMAL(28, 2)) AS region,
        TRY_CAST(p.stat AS DECIMAL(28, 2)) AS stat
    FROM placed AS p
    LEFT JOIN stated AS s ON s.contract_id = p.contract_id
    LEFT JOIN rates AS r ON r.contract_id = p.contract_id
    LEFT JOIN granted AS g ON g.contract_id = p.contract_id
    LEFT JOIN metric.contract_value AS v ON v.contract_id = p.contract_id
),
shared AS (
    SELECT
        contract_id,
        persons,
        placed_years,
        labour_cost,
        subsidy,
        production,
        supervision,
        administration,
        indirect_tax,
        procurement,
        individ + person_payment AS individ,
        kommun - procurement AS kommun,
        region,
        stat + indirect_tax - subsidy - person_payment AS stat,
        production + subsidy - labour_cost - supervision - administration AS arbetsgivare
    FROM valued
)
SELECT *, individ + kommun + region + stat + arbetsgivare AS total FROM shared
