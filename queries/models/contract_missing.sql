/*
title: {sv: Vad som saknas för ett avtals sociala värde, en: What a contract's social value lacks}
doc:
  sv: En rad per avtal och parameter eller uppgift som saknas. Ett avtal utan rader här ingår i det dubbla värdet.
  en: One row per contract and parameter or fact that is missing. A contract without rows here is part of the double value.
materialized: table
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  missing: Name of the parameter, or participants, or accepted_share; exchange_rate where a posting has none.
*/
WITH needed AS (
    SELECT 'arbetsgivaravgift' AS name
    UNION ALL SELECT 'kommunalskatt'
    UNION ALL SELECT 'regionskatt'
    UNION ALL SELECT 'riksnorm_ensamstaende_manad'
    UNION ALL SELECT 'boendekostnad_manad'
    UNION ALL SELECT 'aktivitetsstod_lagsta_dag'
    UNION ALL SELECT 'aktivitetsstod_dagar_ar'
    UNION ALL SELECT 'discount_rate'
    UNION ALL SELECT 'employment_effect.0'
    UNION ALL SELECT 'displacement'
    UNION ALL SELECT 'wage_month'
    UNION ALL SELECT 'state_subsidy'
    UNION ALL SELECT 'counterfactual_share.social_assistance'
    UNION ALL SELECT 'counterfactual_share.unemployment_benefit'
    UNION ALL SELECT 'own_administration'
),
lacking AS (
    SELECT s.contract_id, s.municipality, n.name AS missing
    FROM metric.contract_scope AS s
    CROSS JOIN needed AS n
    LEFT JOIN metric.parameter_in_force AS p ON p.contract_id = s.contract_id AND p.residence = s.residence AND p.name = n.name
    WHERE p.name IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'horizon'
    FROM metric.contract_scope AS s
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    WHERE r.drop_off > 0 AND r.horizon IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'employment_effect without a gap'
    FROM metric.contract_scope AS s
    INNER JOIN metric.parameter_in_force AS p
        ON p.contract_id = s.contract_id AND p.residence = s.residence AND p.name = 'employment_effect.0'
    LEFT JOIN metric.contract_effect AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
    WHERE e.contract_id IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'base_year'
    FROM metric.contract_scope AS s
    WHERE NOT EXISTS (SELECT 1 FROM metric.base_year)
    UNION ALL
    SELECT s.contract_id, s.municipality, 'prisbasbelopp, grundavdrag.* or jobbskatteavdrag.*'
    FROM metric.contract_scope AS s
    WHERE (SELECT count(DISTINCT formula) FROM metric.tax_bracket) < 2
    UNION ALL
    SELECT s.contract_id, s.municipality, 'exchange_rate'
    FROM metric.contract_scope AS s
    INNER JOIN metric.contract_spend AS sp ON sp.contract_id = s.contract_id
    WHERE sp.spend IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'participants'
    FROM metric.contract_scope AS s
    WHERE s.participants IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'accepted_share'
    FROM metric.contract_scope AS s
    LEFT JOIN metric.contract_delivery AS d ON d.contract_id = s.contract_id
    LEFT JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    WHERE d.accepted_share IS NULL AND r.accepted_share IS NULL
)
SELECT DISTINCT contract_id, municipality, missing
FROM lacking
