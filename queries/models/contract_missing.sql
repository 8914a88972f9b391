/*
title: {sv: Vad som saknas för ett avtals dubbla värde, en: Data missing for a contract's double value}
doc:
  sv: En rad per avtal och parameter eller uppgift som saknas och därför gör kostnaden, tjänstens värde eller det sociala värdet okänt. Ett avtal utan rader här ingår i det dubbla värdet.
  en: One row per contract and missing parameter or fact that makes the cost, the value of the service or the social value unknown. A contract without rows here is included in the double value.
materialized: table
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  part: What is unknown because of it, spend, administration, service, social or displacement.
  missing: Name of the parameter, or a code for the fact that the check missing_parameters explains.
*/
WITH people AS (
    SELECT contract_id, count(*) - sum(CASE WHEN registered THEN 1 ELSE 0 END) AS unregistered
    FROM metric.contract_person
    GROUP BY contract_id
),
register AS (
    SELECT count(*) AS persons FROM metric.participant_once
),
unnamed AS (
    SELECT count(*) AS deliveries FROM metric.contract_set_aside WHERE contract_id IS NULL AND table_name = 'delivery'
),
-- What is missing in the contract's own data, and what is unknown because of it.
facts AS (
    SELECT sp.contract_id, 'spend' AS part, sp.missing
    FROM metric.contract_spend AS sp
    WHERE sp.missing IS NOT NULL
    UNION ALL
    SELECT u.contract_id, 'spend', 'spend_without_contract'
    FROM metric.contract_unreferenced AS u
    LEFT JOIN metric.contract_rate AS r ON r.contract_id = u.contract_id AND r.postings_complete = 1
    WHERE r.contract_id IS NULL
    UNION ALL
    SELECT contract_id, 'service', 'quarantined_delivery'
    FROM metric.contract_set_aside
    WHERE table_name = 'delivery'
    UNION ALL
    SELECT contract_id, 'service', 'accepted_share'
    FROM metric.contract_delivery
    WHERE accepted_share IS NULL
    UNION ALL
    SELECT contract_id, 'service', 'reference_price'
    FROM metric.contract_delivery
    WHERE priced AND reference_price IS NULL
    UNION ALL
    SELECT contract_id, 'social', 'quarantined_placement'
    FROM metric.contract_set_aside
    WHERE table_name = 'placement'
    UNION ALL
    SELECT contract_id, 'service', 'sub_supplier_delivery'
    FROM metric.sub_supplier_row
    WHERE table_name = 'delivery'
    UNION ALL
    SELECT contract_id, 'social', 'sub_supplier_placement'
    FROM metric.sub_supplier_placement
    UNION ALL
    SELECT p.contract_id, 'social', 'unknown_participant'
    FROM people AS p
    CROSS JOIN register AS g
    WHERE p.unregistered > 0 AND g.persons > 0
    UNION ALL
    SELECT contract_id, 'administration', 'quarantined_parameter'
    FROM metric.parameter_set_aside
),
assumed AS (
    SELECT s.contract_id, s.residence, s.municipality
    FROM metric.contract_scope AS s
    INNER JOIN metric.contract_effect AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
    WHERE e.basis = 'assumed'
),
-- Subsidies that are computed from the placements need a wage.
granted AS (
    SELECT DISTINCT g.contract_id
    FROM metric.contract_subsidy AS g
    LEFT JOIN metric.contract_rate AS r ON r.contract_id = g.contract_id AND r.state_subsidy IS NOT NULL
    WHERE g.receiver = 'supplier' AND r.contract_id IS NULL
),
-- Parameters that an effect without them does not need.
spared AS (
    SELECT e.contract_id, e.residence, d.required AS name
    FROM metric.contract_effect AS e
    CROSS JOIN metric.parameter_definition AS d
    LEFT JOIN granted AS g ON g.contract_id = e.contract_id
    WHERE d.required = 'employment_effect.0' AND e.basis <> 'assumed'
       OR e.kronor_estimated AND d.part = 'social' AND (d.required = 'kommunalskatt' OR d.required = 'regionskatt')
       OR e.kronor_estimated AND d.part = 'social' AND (d.required = 'wage_month' OR d.required = 'arbetsgivaravgift') AND g.contract_id IS NULL
),
lacking AS (
    SELECT s.contract_id, s.municipality, f.part, f.missing
    FROM metric.contract_scope AS s
    INNER JOIN facts AS f ON f.contract_id = s.contract_id
    UNION ALL
    SELECT s.contract_id, s.municipality, 'social', CASE WHEN e.verdict = 'for_fa' THEN 'effect_too_few' ELSE 'effect_not_shown' END
    FROM metric.contract_scope AS s
    INNER JOIN metric.contract_effect AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
    WHERE e.basis = 'not_shown'
    UNION ALL
    SELECT s.contract_id, s.municipality, d.part, d.required
    FROM metric.contract_scope AS s
    CROSS JOIN metric.parameter_definition AS d
    LEFT JOIN metric.parameter_in_force AS p
        ON p.contract_id = s.contract_id AND p.residence = s.residence AND p.name = d.required AND p.value IS NOT NULL
    LEFT JOIN spared AS x ON x.contract_id = s.contract_id AND x.residence = s.residence AND x.name = d.required
    WHERE d.required IS NOT NULL AND NOT d.common AND p.name IS NULL AND x.name IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, t.part, t.missing
    FROM metric.contract_scope AS s
    INNER JOIN metric.contract_social_missing AS t ON t.contract_id = s.contract_id
    UNION ALL
    SELECT s.contract_id, s.municipality, 'social', 'horizon'
    FROM assumed AS s
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    WHERE r.drop_off > 0 AND r.horizon IS NULL
    UNION ALL
    SELECT p.contract_id, s.municipality, 'social', 'drop_off'
    FROM metric.parameter_in_force AS p
    INNER JOIN assumed AS s ON s.contract_id = p.contract_id AND s.residence = p.residence
    WHERE p.name = 'drop_off' AND p.value IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'social', 'employment_effect'
    FROM assumed AS s
    INNER JOIN metric.parameter_in_force AS p
        ON p.contract_id = s.contract_id AND p.residence = s.residence AND p.name = 'employment_effect.0'
    LEFT JOIN metric.assumed_effect AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
    WHERE e.contract_id IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'social', 'base_year'
    FROM metric.contract_scope AS s
    WHERE NOT EXISTS (SELECT 1 FROM metric.base_year)
    UNION ALL
    SELECT s.contract_id, s.municipality, 'administration', 'kpi'
    FROM metric.contract_scope AS s
    INNER JOIN metric.price_factor AS f ON f.year = s.year
    WHERE f.factor IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'social', 'municipality'
    FROM metric.contract_scope AS s
    WHERE s.municipality IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'social', 'participants'
    FROM metric.contract_scope AS s
    WHERE s.participants IS NULL
    UNION ALL
    SELECT s.contract_id, s.municipality, 'service', CASE WHEN u.deliveries > 0 THEN 'quarantined_delivery' ELSE 'accepted_share' END
    FROM metric.contract_scope AS s
    CROSS JOIN unnamed AS u
    LEFT JOIN metric.contract_delivery AS d ON d.contract_id = s.contract_id
    LEFT JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    WHERE d.contract_id IS NULL AND (r.accepted_share IS NULL OR u.deliveries > 0)
)
SELECT DISTINCT contract_id, municipality, part, missing
FROM lacking
