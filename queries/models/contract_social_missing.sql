/*
title: {sv: Vad som saknas i skatten och i vad deltagarna annars hade levt på, en: Data missing for the tax and for what participants would otherwise live on}
doc:
  sv: En rad per avtal och parameter eller uppgift som saknas för skatten, arbetsgivaravgifterna, beloppen i contract_state eller lönestödet. De ingår i contract_missing.
  en: One row per contract and parameter or fact that is missing for the tax, the employer contributions, the amounts of contract_state or the wage subsidy. They are part of contract_missing.
materialized: table
columns:
  contract_id: Contract.
  part: What is unknown because of it, as in contract_missing.
  missing: Name of the parameter, or a code, as in contract_missing.
*/
-- Terms of the tax that the base year lacks. A formula with a gap has no row in tax_bracket.
WITH rules AS (
    SELECT d.part, CASE WHEN d.prefix IS NULL THEN d.name ELSE substr(d.prefix, 1, length(d.prefix) - 1) END AS missing
    FROM metric.parameter_definition AS d
    LEFT JOIN metric.parameter_current AS p ON d.prefix IS NULL AND p.name = d.name AND p.scope = 'all' AND p.value IS NOT NULL
    LEFT JOIN (SELECT DISTINCT formula FROM metric.tax_bracket) AS b ON d.prefix IS NOT NULL AND b.formula || '.' = d.prefix
    WHERE d.common AND d.required IS NOT NULL AND p.name IS NULL AND b.formula IS NULL
    UNION ALL
    -- Without a row there is no lower rate by age; with a blank one it is unknown who has it.
    SELECT 'social', name
    FROM metric.parameter_current
    WHERE scope = 'all' AND value IS NULL
      AND name IN ('arbetsgivaravgift_unga_fran_alder', 'arbetsgivaravgift_unga_till_alder', 'arbetsgivaravgift_aldre_fran_alder')
),
older AS (
    SELECT DISTINCT w.contract_id, f.formula AS missing
    FROM metric.contract_worker AS w
    CROSS JOIN metric.tax_rule AS r
    CROSS JOIN (VALUES ('grundavdrag_aldre'), ('jobbskatteavdrag_aldre')) AS f (formula)
    LEFT JOIN (SELECT DISTINCT formula FROM metric.tax_bracket) AS b ON b.formula = f.formula
    WHERE b.formula IS NULL AND w.age >= CASE WHEN f.formula = 'grundavdrag_aldre' THEN r.allowance_age ELSE r.credit_age END
),
-- A lower rate that is in force, as far as participants have the age, but is blank.
lower AS (
    SELECT DISTINCT w.contract_id, f.name AS missing
    FROM metric.contract_worker AS w
    CROSS JOIN metric.tax_rule AS r
    CROSS JOIN (VALUES ('arbetsgivaravgift_unga'), ('arbetsgivaravgift_unga_tak'), ('arbetsgivaravgift_aldre')) AS f (name)
    WHERE CASE
        WHEN f.name = 'arbetsgivaravgift_unga' THEN w.age = 18 AND r.young_share IS NOT NULL AND r.young_rate IS NULL
        WHEN f.name = 'arbetsgivaravgift_unga_tak' THEN w.age = 18 AND r.young_share IS NOT NULL AND r.young_ceiling IS NULL
        ELSE w.age > 18 AND w.age >= r.older_from AND r.older_rate IS NULL
    END
),
-- What the amount of a state is made of.
amounts (state, name) AS (
    VALUES
    ('social_assistance', 'riksnorm_ensamstaende_manad'),
    ('social_assistance', 'boendekostnad_manad'),
    ('unemployment_benefit', 'aktivitetsstod_lagsta_dag'),
    ('unemployment_benefit', 'aktivitetsstod_dagar_ar'),
    ('unemployment_benefit_and_social_assistance', 'riksnorm_ensamstaende_manad'),
    ('unemployment_benefit_and_social_assistance', 'boendekostnad_manad'),
    ('unemployment_benefit_and_social_assistance', 'aktivitetsstod_lagsta_dag'),
    ('unemployment_benefit_and_social_assistance', 'aktivitetsstod_dagar_ar'),
    ('unemployment_insurance', 'previous_wage_month'),
    ('unemployment_insurance', 'membership_months'),
    ('unemployment_insurance', 'akassa_tak_inkomst_manad'),
    ('unemployment_insurance', 'akassa_andel_12_manader'),
    ('unemployment_insurance', 'akassa_andel_6_manader'),
    ('unemployment_insurance', 'akassa_andel_utan'),
    ('unemployment_insurance', 'akassa_nedtrappning_dag_101'),
    ('unemployment_insurance', 'akassa_nedtrappning_dag_201'),
    ('establishment_benefit', 'etableringsersattning_dag'),
    ('establishment_benefit', 'aktivitetsstod_dagar_ar')
),
-- The states of all participants are stated if any are assumed, or if all are observed.
covered AS (
    SELECT contract_id, residence FROM metric.contract_state WHERE NOT observed
    UNION
    SELECT contract_id, residence FROM metric.observed_benefit WHERE observed = 1
),
needed AS (
    SELECT s.contract_id, s.residence, a.name AS missing
    FROM metric.contract_state AS s
    INNER JOIN amounts AS a ON a.state = s.state
    LEFT JOIN metric.parameter_in_force AS p
        ON p.contract_id = s.contract_id AND p.residence = s.residence AND p.name = a.name AND p.value IS NOT NULL
    LEFT JOIN metric.parameter_in_force AS own
        ON own.contract_id = s.contract_id AND own.residence = s.residence AND own.name = 'household_norm_month' AND own.value IS NOT NULL
    WHERE NOT s.observed AND coalesce(s.share <> 0, TRUE) AND p.name IS NULL
      AND NOT (own.name IS NOT NULL AND a.name IN ('riksnorm_ensamstaende_manad', 'boendekostnad_manad'))
    UNION ALL
    -- A share that is blank, or of a state that counterfactual_state lacks.
    SELECT s.contract_id, s.residence, 'counterfactual_share.' || s.state
    FROM metric.contract_state AS s
    WHERE (s.share IS NULL AND s.state <> 'none') OR s.assisted IS NULL
    UNION ALL
    SELECT c.contract_id, c.residence, 'counterfactual_share'
    FROM metric.contract_scope AS c
    LEFT JOIN covered AS s ON s.contract_id = c.contract_id AND s.residence = c.residence
    WHERE s.contract_id IS NULL
    UNION ALL
    -- Rows of these that are blank make the value unknown, although the formulas work without them.
    SELECT contract_id, residence, name
    FROM metric.parameter_in_force
    WHERE value IS NULL AND name IN ('regionreduktion', 'jobbstimulans', 'household_norm_month', 'extent')
    UNION ALL
    SELECT w.contract_id, w.residence, 'extent'
    FROM metric.contract_worker AS w
    WHERE w.extent IS NULL
),
unpaid AS (
    SELECT DISTINCT g.contract_id, g.missing
    FROM metric.contract_subsidy AS g
    LEFT JOIN metric.contract_rate AS r ON r.contract_id = g.contract_id AND r.state_subsidy IS NOT NULL
    WHERE g.missing IS NOT NULL AND (g.receiver = 'person' OR r.contract_id IS NULL)
),
-- Where the SEK are estimated, neither the tax nor what participants would live on is assumed.
assumed AS (
    SELECT e.contract_id, e.residence
    FROM metric.contract_effect AS e
    WHERE NOT e.kronor_estimated
),
lacking AS (
    SELECT s.contract_id, r.part, r.missing
    FROM assumed AS s
    CROSS JOIN rules AS r
    UNION ALL
    SELECT s.contract_id, 'social', o.missing
    FROM assumed AS s
    INNER JOIN older AS o ON o.contract_id = s.contract_id
    UNION ALL
    SELECT s.contract_id, 'social', l.missing
    FROM assumed AS s
    INNER JOIN lower AS l ON l.contract_id = s.contract_id
    UNION ALL
    SELECT s.contract_id, 'social', n.missing
    FROM assumed AS s
    INNER JOIN needed AS n ON n.contract_id = s.contract_id AND n.residence = s.residence
    UNION ALL
    SELECT contract_id, 'social', name
    FROM metric.parameter_in_force
    WHERE value IS NULL AND name = 'state_subsidy'
    UNION ALL
    SELECT s.contract_id, 'social', u.missing
    FROM metric.contract_scope AS s
    INNER JOIN unpaid AS u ON u.contract_id = s.contract_id
)
SELECT DISTINCT contract_id, part, missing
FROM lacking
