/*
title: {sv: Vad deltagarna annars hade levt på, en: What the participants would otherwise live on}
doc:
  sv: En rad per avtal, bostadskommun, tillstånd och ursprung, med andel och belopp. För deltagare med kända månader före insatsen gäller de observerade ersättningarna, för övriga de antagna andelarna (counterfactual_share.*). Det som de antagna andelarna lämnar är tillståndet none.
  en: One row per contract, municipality of residence, state and origin, with share and amounts. The observed benefits apply to the participants with known months before the measure, the assumed shares (counterfactual_share.*) to the others. What the assumed shares leave is the state none.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  state: State as in counterfactual_state.
  share: Share of the participants; NULL if unknown.
  observed: Whether share and amounts are observed.
  payer: Who pays the benefit other than social assistance.
  pensionable: Whether the general pension fee is paid on it.
  assisted: Whether social assistance is paid up to the norm.
  taxed: Taxed benefit, SEK for a year; NULL if unknown.
  untaxed: Untaxed benefit, SEK for a year; NULL if unknown.
  norm: Norm of social assistance, SEK for a year; NULL if unknown, or if the assistance is observed.
  assistance: Social assistance that was observed, SEK for a year; NULL if it is assumed.
*/
WITH stated AS (
    SELECT
        contract_id,
        residence,
        substr(name, length('counterfactual_share.') + 1) AS state,
        TRY_CAST(value AS DECIMAL(9, 6)) AS share
    FROM metric.parameter_in_force
    WHERE name LIKE 'counterfactual_share.%'
),
rest AS (
    -- A stated share of none is a part of what the others leave.
    SELECT
        contract_id,
        residence,
        CASE WHEN count(share) = count(*) THEN 1 - coalesce(sum(CASE WHEN state <> 'none' THEN share END), 0) END AS share
    FROM stated
    GROUP BY contract_id, residence
),
seen AS (
    SELECT contract_id, residence, max(observed) AS observed
    FROM metric.observed_benefit
    GROUP BY contract_id, residence
),
shares AS (
    SELECT contract_id, residence, state, share * observed AS share, taxed, assistance, TRUE AS observed
    FROM metric.observed_benefit
    UNION ALL
    SELECT p.contract_id, p.residence, p.state, CAST(p.share AS DOUBLE) * (1 - coalesce(o.observed, 0)), CAST(NULL AS DECIMAL(18, 2)), CAST(NULL AS DECIMAL(18, 2)), FALSE
    FROM (
        SELECT contract_id, residence, state, share FROM stated WHERE state <> 'none'
        UNION ALL
        SELECT contract_id, residence, 'none', share FROM rest
    ) AS p
    LEFT JOIN seen AS o ON o.contract_id = p.contract_id AND o.residence = p.residence
    WHERE o.contract_id IS NULL OR o.observed < 1
),
insured AS (
    -- A year of 260 days: a hundred at the first level, a hundred at the next, sixty at the last.
    SELECT
        contract_id,
        residence,
        CASE WHEN previous_wage > akassa_ceiling THEN akassa_ceiling WHEN akassa_ceiling IS NOT NULL THEN previous_wage END AS insured_wage,
        CASE WHEN membership >= 12 THEN akassa_long WHEN membership >= 6 THEN akassa_medium WHEN membership IS NOT NULL THEN akassa_short END AS level,
        akassa_step_first,
        akassa_step_second
    FROM metric.contract_rate
),
amounts AS (
    SELECT
        r.contract_id,
        r.residence,
        coalesce(r.household_norm, r.social_assistance) AS norm,
        r.unemployment_benefit,
        r.establishment_benefit,
        TRY_CAST(CAST(i.insured_wage AS DOUBLE) * (i.level - i.akassa_step_first * 160 / CAST(260 AS DOUBLE) - i.akassa_step_second * 60 / CAST(260 AS DOUBLE)) AS DECIMAL(18, 2)) AS unemployment_insurance
    FROM metric.contract_rate AS r
    INNER JOIN insured AS i ON i.contract_id = r.contract_id AND i.residence = r.residence
)
SELECT
    p.contract_id,
    p.residence,
    p.state,
    p.share,
    p.observed,
    s.payer,
    s.pensionable,
    s.assisted,
    CASE
        WHEN p.observed THEN p.taxed
        WHEN NOT s.taxed THEN CAST(0 AS DECIMAL(18, 2))
        WHEN p.state = 'unemployment_insurance' THEN a.unemployment_insurance
        WHEN p.state IN ('unemployment_benefit', 'unemployment_benefit_and_social_assistance') THEN a.unemployment_benefit
    END AS taxed,
    CASE
        WHEN p.observed OR s.taxed OR (s.payer IS NULL AND s.state IS NOT NULL) THEN CAST(0 AS DECIMAL(18, 2))
        WHEN p.state = 'establishment_benefit' THEN a.establishment_benefit
    END AS untaxed,
    CASE WHEN NOT s.assisted THEN CAST(0 AS DECIMAL(18, 2)) WHEN s.assisted AND NOT p.observed THEN a.norm END AS norm,
    p.assistance
FROM shares AS p
INNER JOIN amounts AS a ON a.contract_id = p.contract_id AND a.residence = p.residence
LEFT JOIN metric.counterfactual_state AS s ON s.state = p.state
