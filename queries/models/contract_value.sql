/*
title: {sv: Värdet av varje avtal, en: The value of each contract}
doc:
  sv: Tjänstens värde och det sociala värdet per bärare, i kronor och basårets priser. NULL är okänt; ett avtal ingår i det dubbla värdet när ingenting saknas.
  en: The value of the service and the social value by bearer, in SEK and base-year prices. NULL is unknown; a contract is part of the double value when nothing is missing.
materialized: table
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  procedure: Procedure.
  service_area: Service area.
  year: Contract year.
  covered: Whether service value and social value are both known.
  spend: Paid, SEK.
  cost: C, paid plus the buyer's own administration, SEK.
  service_value: V = q times P_ref, SEK.
  reference_assumed: Whether P_ref is an assumption, or C for want of a reference price.
  subsidy: G, state wage subsidies, SEK.
  participants: N, participants split between contracts.
  person_years: Net discounted person-years.
  person_years_gross: Discounted person-years before displacement.
  person_years_first: Net person-years in the contract year.
  labour_value: Net person-years times wage plus employer contributions, SEK.
  labour_value_first: The same in the contract year, SEK.
  labour_value_all: One full year for every participant, SEK; volume only, never part of the double value.
  kommun: SEK to municipalities.
  kommun_own: SEK to the buying municipality alone, participants who live there.
  kommun_equalised: What income equalisation takes of kommun, SEK; NULL where unknown.
  kommun_own_equalised: What it takes of kommun_own, SEK; NULL where unknown.
  region: SEK to regions.
  stat: SEK to the state, subsidies subtracted.
  individ_participants: SEK to those who got a job.
  individ_displaced: SEK to others, whom they displaced; negative.
  individ: SEK to persons, both.
  social_value: Sum of kommun, region, stat and individ, SEK.
  social_se: Standard error of social_value, SEK; NULL where the effect's is unknown.
*/
WITH mean_flow AS (
    SELECT
        contract_id,
        residence,
        sum(share * kommun) AS kommun,
        CASE WHEN count(kommun_equalised) = count(*) THEN sum(share * kommun_equalised) END AS kommun_equalised,
        sum(share * region) AS region,
        sum(share * stat) AS stat,
        sum(share * individ) AS individ,
        min(labour_cost) AS labour_cost
    FROM metric.person_year_flow
    GROUP BY contract_id, residence
),
living AS (
    -- One row per contract and municipality of residence.
    SELECT
        s.contract_id,
        s.residence = s.municipality AS own,
        s.participants,
        f.*,
        CAST(r.displacement AS DOUBLE) AS displacement,
        s.participants * e.person_years AS gross,
        s.participants * e.person_years * (1 - CAST(r.displacement AS DOUBLE)) AS net,
        s.participants * e.first_year * (1 - CAST(r.displacement AS DOUBLE)) AS net_first,
        s.participants * e.se * (1 - CAST(r.displacement AS DOUBLE)) AS se
    FROM metric.contract_scope AS s
    INNER JOIN metric.contract_rate AS r ON r.contract_id = s.contract_id AND r.residence = s.residence
    INNER JOIN metric.contract_effect AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
    INNER JOIN mean_flow AS f ON f.contract_id = s.contract_id AND f.residence = s.residence
),
social AS (
    SELECT
        contract_id,
        sum(net) AS person_years,
        sum(gross) AS person_years_gross,
        sum(net_first) AS person_years_first,
        sum(net * labour_cost) AS labour_value,
        sum(net_first * labour_cost) AS labour_value_first,
        sum(participants * labour_cost) AS labour_value_all,
        sum(net * kommun) AS kommun,
        sum(CASE WHEN own THEN net * kommun ELSE 0 END) AS kommun_own,
        CASE WHEN count(kommun_equalised) = count(*) THEN sum(net * kommun_equalised) END AS kommun_equalised,
        CASE WHEN count(kommun_equalised) = count(*) THEN sum(CASE WHEN own THEN net * kommun_equalised ELSE 0 END) END AS kommun_own_equalised,
        sum(net * region) AS region,
        sum(net * stat) AS stat,
        sum(gross * individ) AS individ_participants,
        -sum(gross * displacement * individ) AS individ_displaced,
        CASE WHEN count(se) = count(*) THEN sum(se * labour_cost) END AS social_se
    FROM living
    GROUP BY contract_id
),
contracts AS (
    SELECT
        contract_id,
        municipality,
        procedure,
        service_area,
        year,
        CASE WHEN count(participants) = count(*) THEN sum(participants) END AS participants
    FROM metric.contract_scope
    GROUP BY contract_id, municipality, procedure, service_area, year
),
rates AS (
    -- Resolved by buyer and contract, so the same for every residence.
    SELECT
        contract_id,
        min(state_subsidy) AS state_subsidy,
        min(own_administration) AS own_administration,
        min(accepted_share) AS accepted_share
    FROM metric.contract_rate
    GROUP BY contract_id
),
bought AS (
    SELECT
        c.*,
        sp.spend,
        CAST(sp.spend + r.own_administration * coalesce(f.factor, CAST(1 AS DECIMAL(28, 9))) AS DECIMAL(18, 2)) AS cost,
        CAST(r.state_subsidy * coalesce(f.factor, CAST(1 AS DECIMAL(28, 9))) AS DECIMAL(18, 2)) AS subsidy,
        d.accepted_value,
        coalesce(d.accepted_share, r.accepted_share) AS accepted_share,
        coalesce(d.reference_assumed, TRUE) OR d.accepted_value IS NULL AS reference_assumed,
        m.contract_id IS NULL AS complete
    FROM contracts AS c
    INNER JOIN metric.contract_spend AS sp ON sp.contract_id = c.contract_id
    LEFT JOIN rates AS r ON r.contract_id = c.contract_id
    LEFT JOIN metric.price_factor AS f ON f.year = c.year
    LEFT JOIN metric.contract_delivery AS d ON d.contract_id = c.contract_id
    LEFT JOIN (SELECT DISTINCT contract_id FROM metric.contract_missing) AS m ON m.contract_id = c.contract_id
),
rounded AS (
    SELECT
        b.*,
        CAST(coalesce(b.accepted_value, b.accepted_share * b.cost) AS DECIMAL(18, 2)) AS service_value,
        s.person_years,
        s.person_years_gross,
        s.person_years_first,
        CAST(s.labour_value AS DECIMAL(18, 2)) AS labour_value,
        CAST(s.labour_value_first AS DECIMAL(18, 2)) AS labour_value_first,
        CAST(s.labour_value_all AS DECIMAL(18, 2)) AS labour_value_all,
        CAST(s.kommun AS DECIMAL(18, 2)) AS kommun,
        CAST(s.kommun_own AS DECIMAL(18, 2)) AS kommun_own,
        CAST(s.kommun_equalised AS DECIMAL(18, 2)) AS kommun_equalised,
        CAST(s.kommun_own_equalised AS DECIMAL(18, 2)) AS kommun_own_equalised,
        CAST(s.region AS DECIMAL(18, 2)) AS region,
        CAST(s.stat AS DECIMAL(18, 2)) - b.subsidy AS stat,
        CAST(s.individ_participants AS DECIMAL(18, 2)) AS individ_participants,
        CAST(s.individ_displaced AS DECIMAL(18, 2)) AS individ_displaced,
        s.social_se
    FROM bought AS b
    LEFT JOIN social AS s ON s.contract_id = b.contract_id AND b.complete
)
SELECT
    contract_id,
    municipality,
    procedure,
    service_area,
    year,
    complete AND service_value IS NOT NULL AND cost > 0 AS covered,
    spend,
    cost,
    service_value,
    reference_assumed,
    subsidy,
    participants,
    person_years,
    person_years_gross,
    person_years_first,
    labour_value,
    labour_value_first,
    labour_value_all,
    kommun,
    kommun_own,
    kommun_equalised,
    kommun_own_equalised,
    region,
    stat,
    individ_participants,
    individ_displaced,
    individ_participants + individ_displaced AS individ,
    kommun + region + stat + individ_participants + individ_displaced AS social_value,
    social_se
FROM rounded
