/*
title: {sv: Värdet av varje avtal, en: The value of each contract}
doc:
  sv: Tjänstens värde och det sociala värdet per mottagare, i kronor och basårets priser. NULL är okänt; ett avtal ingår i det dubbla värdet när ingenting saknas.
  en: The value of the service and the social value by recipient, in SEK and base-year prices. NULL is unknown; a contract is included in the double value when nothing is missing.
materialized: table
# The other columns are derived from persons.
release: [contract_id, municipality, procedure, service_area, year, spend, cost, service_value, reference_assumed]
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  procedure: Procedure.
  service_area: Service area.
  year: Contract year.
  year_stated: Whether the register states the year; otherwise it is that of the first posting.
  covered: Whether cost, service value and social value are all known.
  spend: Paid, SEK; NULL if unknown.
  spend_seen: Sum of the known postings, SEK.
  cost: C, paid plus the buyer's own administration, SEK; NULL if unknown.
  service_value: V = q times P_ref, SEK; NULL if unknown.
  reference_assumed: Whether P_ref is an assumption, or C because there is no reference price.
  reading: The assumption the value is based on, with which it is never called double, no_delivery (q is the parameter accepted_share, P_ref is C), no_price (P_ref is C), months (delivery and spend are for different months) or no_extent (the share of full time is the parameter extent); NULL if there is none.
  subsidy: G, state wage subsidies to the supplier as stated, else computed from the placements, SEK.
  person_payment: What the state paid persons in etableringsjobb, SEK; taken from stat and given to individ_participants.
  participants: N, number of participants, each split between their contracts.
  person_years: Net discounted person-years.
  person_years_gross: Discounted person-years before displacement.
  person_years_first: Net person-years in the contract year.
  labour_value: Net person-years times wage plus employer contributions, SEK.
  labour_value_first: The same in the contract year, SEK.
  labour_value_during: The same while the participants are placed, SEK.
  labour_value_assumed: What labour_value would be with the effect of the parameters, SEK; NULL if unknown.
  labour_value_gross: Discounted person-years before displacement times wage plus employer contributions, SEK; known without the share of displacement.
  labour_value_all: Labour cost of one year for every participant, SEK; never part of the double value.
  kommun: SEK to municipalities.
  kommun_own: SEK to the buying municipality alone, from participants who live there.
  kommun_equalised: Part of kommun that income equalisation takes, SEK; NULL if unknown.
  kommun_own_equalised: Part of kommun_own that income equalisation takes, SEK; NULL if unknown.
  kommun_equalised_later: Part of kommun that income equalisation takes two years later, SEK; NULL if unknown.
  region: SEK to regions.
  region_equalised: Part of region that income equalisation takes, SEK; NULL if unknown.
  region_equalised_later: The same two years later, SEK; NULL if unknown.
  stat: SEK to the state, subsidies subtracted.
  individ_participants: SEK to those who got a job.
  individ_displaced: SEK to others, who were displaced; negative.
  individ: SEK to persons, the sum of the two.
  social_value: Sum of kommun, region, stat and individ, SEK.
  mcpf: Marginal cost of public funds; NULL if unknown.
  readable: Whether everything is known but the share of displacement, which the readings for given shares replace.
  social_se: Standard error of social_value, SEK; NULL if that of the effect is unknown.
  labour_se: Standard error of labour_value_gross, SEK; NULL if that of the effect is unknown.
*/
WITH granted AS (
    SELECT
        contract_id,
        CASE WHEN count(CASE WHEN receiver = 'supplier' AND discounted IS NULL THEN 1 END) = 0 THEN coalesce(sum(CASE WHEN receiver = 'supplier' THEN discounted END), 0) END AS subsidy,
        CASE WHEN count(CASE WHEN receiver = 'person' AND discounted IS NULL THEN 1 END) = 0 THEN coalesce(sum(CASE WHEN receiver = 'person' THEN discounted END), 0) END AS person_payment
    FROM metric.contract_subsidy
    GROUP BY contract_id
),
contracts AS (
    SELECT
        contract_id,
        municipality,
        procedure,
        service_area,
        year,
        year_stated,
        CASE WHEN count(participants) = count(*) THEN sum(participants) END AS participants
    FROM metric.contract_scope
    GROUP BY contract_id, municipality, procedure, service_area, year, year_stated
),
rates AS (
    -- Depends on buyer and contract only, so it is the same for every residence.
    SELECT
        contract_id,
        min(state_subsidy) AS state_subsidy,
        min(own_administration) AS own_administration,
        min(accepted_share) AS accepted_share,
        min(mcpf) AS mcpf
    FROM metric.contract_rate
    GROUP BY contract_id
),
lacks AS (
    SELECT
        contract_id,
        max(CASE WHEN part = 'spend' THEN 1 ELSE 0 END) AS spend,
        max(CASE WHEN part = 'administration' THEN 1 ELSE 0 END) AS administration,
        max(CASE WHEN part = 'service' THEN 1 ELSE 0 END) AS service,
        max(CASE WHEN part = 'displacement' THEN 0 ELSE 1 END) AS other
    FROM metric.contract_missing
    GROUP BY contract_id
),
bought AS (
    SELECT
        c.*,
        CASE WHEN coalesce(m.spend, 0) = 0 THEN sp.spend END AS spend,
        coalesce(sp.seen, 0) AS spend_seen,
        CASE
            WHEN coalesce(m.administration, 0) = 0
                THEN r.own_administration * CASE WHEN f.year IS NULL THEN CAST(1 AS DECIMAL(28, 9)) ELSE f.factor END
        END AS administration,
        -- A contract without rows in granted has no subsidised placement.
        CASE
            WHEN r.state_subsidy IS NOT NULL THEN CAST(r.state_subsidy * CASE WHEN f.year IS NULL THEN CAST(1 AS DECIMAL(28, 9)) ELSE f.factor END AS DECIMAL(28, 2))
            WHEN g.contract_id IS NULL THEN CAST(0 AS DECIMAL(28, 2))
            ELSE CAST(g.subsidy AS DECIMAL(28, 2))
        END AS subsidy,
        g.contract_id IS NOT NULL AS computed,
        CASE WHEN g.contract_id IS NULL THEN CAST(0 AS DECIMAL(28, 2)) ELSE CAST(g.person_payment AS DECIMAL(28, 2)) END AS person_payment,
        r.mcpf,
        CASE WHEN d.contract_id IS NULL THEN r.accepted_share ELSE d.accepted_share END AS accepted_share,
        d.accepted_value,
        coalesce(d.reference_assumed, TRUE) AS reference_assumed,
        coalesce(m.service, 0) = 0 AS service_known,
        CASE
            WHEN d.contract_id IS NULL THEN 'no_delivery'
            WHEN NOT d.priced THEN 'no_price'
            WHEN t.without_delivery > 0 OR t.without_spend > 0 THEN 'months'
        END AS reading,
        m.contract_id IS NULL AS complete,
        coalesce(m.other, 0) = 0 AS readable
    FROM contracts AS c
    LEFT JOIN metric.contract_spend AS sp ON sp.contract_id = c.contract_id
    LEFT JOIN rates AS r ON r.contract_id = c.contract_id
    LEFT JOIN metric.price_factor AS f ON f.year = c.year
    LEFT JOIN granted AS g ON g.contract_id = c.contract_id
    LEFT JOIN metric.contract_delivery AS d ON d.contract_id = c.contract_id
    LEFT JOIN metric.delivery_month AS t ON t.contract_id = c.contract_id
    LEFT JOIN lacks AS m ON m.contract_id = c.contract_id
),
costed AS (
    SELECT *, CAST(spend + administration AS DECIMAL(28, 2)) AS cost FROM bought
),
rounded AS (
    SELECT
        b.*,
        CASE
            WHEN NOT b.service_known THEN NULL
            WHEN b.reading IN ('no_delivery', 'no_price') THEN CAST(b.accepted_share * b.cost AS DECIMAL(28, 2))
            ELSE b.accepted_value
        END AS service_value,
        s.person_years,
        s.person_years_gross,
        s.person_years_first,
        TRY_CAST(s.labour_value AS DECIMAL(28, 2)) AS labour_value,
        TRY_CAST(s.labour_value_first AS DECIMAL(28, 2)) AS labour_value_first,
        TRY_CAST(s.labour_value_gross AS DECIMAL(28, 2)) AS labour_value_gross,
        TRY_CAST(s.labour_value_all AS DECIMAL(28, 2)) AS labour_value_all,
        TRY_CAST(s.kommun AS DECIMAL(28, 2)) AS kommun,
        TRY_CAST(s.kommun_own AS DECIMAL(28, 2)) AS kommun_own,
        TRY_CAST(s.kommun_equalised AS DECIMAL(28, 2)) AS kommun_equalised,
        TRY_CAST(s.kommun_own_equalised AS DECIMAL(28, 2)) AS kommun_own_equalised,
        TRY_CAST(s.kommun_equalised_later AS DECIMAL(28, 2)) AS kommun_equalised_later,
        TRY_CAST(s.region AS DECIMAL(28, 2)) AS region,
        TRY_CAST(s.region_equalised AS DECIMAL(28, 2)) AS region_equalised,
        TRY_CAST(s.region_equalised_later AS DECIMAL(28, 2)) AS region_equalised_later,
        TRY_CAST(s.stat AS DECIMAL(28, 2)) - b.subsidy - b.person_payment AS stat,
        TRY_CAST(s.individ_participants AS DECIMAL(28, 2)) + b.person_payment AS individ_participants,
        TRY_CAST(s.individ_displaced AS DECIMAL(28, 2)) AS individ_displaced,
        TRY_CAST(s.labour_value_during AS DECIMAL(28, 2)) AS labour_value_during,
        TRY_CAST(s.labour_value_assumed AS DECIMAL(28, 2)) AS labour_value_assumed,
        s.social_se,
        s.labour_se,
        -- Estimated SEK do not depend on the extent, but subsidies by programme do.
        coalesce(s.extent_assumed AND (b.computed OR NOT e.kronor_estimated), FALSE) AS extent_assumed
    FROM costed AS b
    LEFT JOIN metric.contract_basis AS e ON e.contract_id = b.contract_id
    LEFT JOIN metric.contract_social AS s ON s.contract_id = b.contract_id AND b.readable
)
SELECT
    contract_id,
    municipality,
    procedure,
    service_area,
    year,
    year_stated,
    complete AND service_value IS NOT NULL AND cost > 0
        AND kommun + region + stat + individ_participants + individ_displaced IS NOT NULL AS covered,
    spend,
    spend_seen,
    cost,
    service_value,
    reference_assumed,
    CASE WHEN reading IS NOT NULL THEN reading WHEN extent_assumed THEN 'no_extent' END AS reading,
    subsidy,
    person_payment,
    participants,
    person_years,
    person_years_gross,
    person_years_first,
    labour_value,
    labour_value_first,
    labour_value_during,
    labour_value_assumed,
    labour_value_gross,
    labour_value_all,
    kommun,
    kommun_own,
    kommun_equalised,
    kommun_own_equalised,
    kommun_equalised_later,
    region,
    region_equalised,
    region_equalised_later,
    stat,
    individ_participants,
    individ_displaced,
    individ_participants + individ_displaced AS individ,
    kommun + region + stat + individ_participants + individ_displaced AS social_value,
    social_se,
    labour_se,
    mcpf,
    readable AND service_value IS NOT NULL AND cost > 0 AND labour_value_gross + subsidy IS NOT NULL AS readable
FROM rounded
