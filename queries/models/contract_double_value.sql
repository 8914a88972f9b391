/*
title: {sv: Varje avtal i det dubbla värdet, en: Each contract in the double value}
doc:
  sv: En rad per avtal som ingår i underlaget för det dubbla värdet, med beloppen så som nyckeltalet summerar dem. Ett avtal där något är okänt har belopp bara i vissa kolumner, men räknas i täckningen.
  en: One row per contract considered for the double value, with its amounts as the metric adds them up. A contract for which something is unknown has amounts only in some columns, but is counted in the coverage.
materialized: table
columns:
  contract_id: Contract.
  not_shown: ej_belagd or for_fa if the effect may not be shown; otherwise NULL.
  year_unstated: 1 if the register does not state the year.
  municipality_blank: 1 if the buyer is unknown.
  procedure_blank: 1 if the procedure is unknown.
  service_area_blank: 1 if the service area is unknown.
  municipality_blank_all: Number of contracts whose buyer is unknown.
  procedure_blank_all: Number of contracts whose procedure is unknown.
  procedure_blank_here: Number of contracts of the same buyer whose procedure is unknown.
  service_area_blank_all: Number of contracts whose service area is unknown.
  service_area_blank_here: Number of contracts of the same buyer whose service area is unknown.
  year_unstated_all: Number of contracts whose year the register does not state.
  year_unstated_here: Number of contracts of the same buyer whose year the register does not state.
  unnamed: Deliveries and placements in quarantine without a contract id; they may belong to any contract.
  unseen: 1 if the cost is unknown and no posting is known.
  spend_seen: Sum of the known postings, SEK.
  priced_spend: The same if both cost and service value are known, SEK.
  priced_cost: C if the service value is known too, SEK.
  priced_service: V if the cost is known too, SEK.
  included: 1 if everything is known; otherwise this column and every column below are NULL.
  included_assumed: 1 if P_ref is an assumption.
  included_reading: 1 if V is based on an assumed delivery.
  included_spend: Sum of the postings, SEK.
  included_estimated: 1 if effect and SEK are estimated and no other value is assumed.
  included_effect: 1 if the effect is estimated.
  included_earlier: 1 if the effect is that of an earlier start.
  cost: C, SEK.
  service_value: V, SEK.
  social_value: Social value, SEK.
  social_se: Its standard error, SEK; NULL if that of the effect is unknown.
  subsidy: G, SEK.
  participants: N, number of participants.
  person_years: Net discounted person-years.
  labour_value: Net person-years times wage plus employer contributions, SEK.
  labour_value_first: The same in the contract year, SEK.
  labour_value_during: The same while the participants are placed, SEK.
  labour_value_all: Labour cost of one full year for every participant, SEK.
  kommun: SEK to municipalities.
  kommun_after: The same after income equalisation, SEK; NULL if that is unknown.
  kommun_after_later: The same if equalisation follows the tax base two years later, SEK; NULL if unknown.
  kommun_own: SEK to the buying municipality alone.
  kommun_own_after: The same after income equalisation, SEK; NULL if that is unknown.
  region: SEK to regions.
  region_after: The same after income equalisation, SEK; NULL if unknown.
  region_after_later: The same if equalisation follows two years later, SEK; NULL if unknown.
  stat: SEK to the state, subsidies subtracted.
  individ: SEK to persons.
  individ_participants: SEK to those who got a job.
  individ_displaced: SEK to others, who were displaced.
  public_cost_mcpf: Cost less what comes back to municipalities, regions and the state, times the marginal cost of public funds, SEK; NULL if that is unknown.
  both_cost: C if the effect is estimated and the parameters have one too, SEK.
  both_service: V of the same contracts, SEK.
  both_estimated: Social value of the same contracts, SEK.
  both_assumed: What it would be with the effect of the parameters, SEK.
  read_cost: C if everything but the share of displacement is known, SEK.
  read_service: V of the same contracts, SEK.
  read_subsidy: G of the same contracts, SEK.
  read_labour: Person-years before displacement times wage plus employer contributions, of the same contracts, SEK.
*/
WITH blanks AS (
    SELECT
        v.*,
        w.basis,
        w.verdict AS not_shown,
        w.kronor_estimated,
        w.earlier_start,
        v.covered AND w.basis = 'estimated' AND v.labour_value_assumed IS NOT NULL AS twice,
        CASE WHEN year_stated THEN 0 ELSE 1 END AS year_unstated,
        CASE WHEN municipality IS NULL THEN 1 ELSE 0 END AS municipality_blank,
        CASE WHEN procedure IS NULL THEN 1 ELSE 0 END AS procedure_blank,
        CASE WHEN service_area IS NULL THEN 1 ELSE 0 END AS service_area_blank,
        cost IS NOT NULL AND service_value IS NOT NULL AS priced
    FROM metric.contract_value AS v
    LEFT JOIN metric.contract_basis AS w ON w.contract_id = v.contract_id
),
everywhere AS (
    SELECT
        sum(municipality_blank) AS municipality_blank,
        sum(procedure_blank) AS procedure_blank,
        sum(service_area_blank) AS service_area_blank,
        sum(year_unstated) AS year_unstated
    FROM blanks
),
here AS (
    SELECT
        municipality,
        sum(procedure_blank) AS procedure_blank,
        sum(service_area_blank) AS service_area_blank,
        sum(year_unstated) AS year_unstated
    FROM blanks
    GROUP BY municipality
),
quarantine AS (
    SELECT count(*) AS unnamed
    FROM metric.contract_set_aside
    WHERE contract_id IS NULL AND table_name IN ('delivery', 'placement')
)
SELECT
    b.contract_id,
    b.not_shown,
    b.year_unstated,
    b.municipality_blank,
    b.procedure_blank,
    b.service_area_blank,
    CAST(e.municipality_blank AS BIGINT) AS municipality_blank_all,
    CAST(e.procedure_blank AS BIGINT) AS procedure_blank_all,
    CAST(h.procedure_blank AS BIGINT) AS procedure_blank_here,
    CAST(e.service_area_blank AS BIGINT) AS service_area_blank_all,
    CAST(h.service_area_blank AS BIGINT) AS service_area_blank_here,
    CAST(e.year_unstated AS BIGINT) AS year_unstated_all,
    CAST(h.year_unstated AS BIGINT) AS year_unstated_here,
    q.unnamed,
    CASE WHEN b.cost IS NULL AND b.spend_seen = 0 THEN 1 ELSE 0 END AS unseen,
    b.spend_seen,
    CASE WHEN b.priced THEN b.spend_seen END AS priced_spend,
    CASE WHEN b.priced THEN b.cost END AS priced_cost,
    CASE WHEN b.priced THEN b.service_value END AS priced_service,
    CASE WHEN k.covered THEN 1 END AS included,
    CASE WHEN k.reference_assumed THEN 1 END AS included_assumed,
    CASE WHEN k.reading IS NOT NULL THEN 1 END AS included_reading,
    CASE WHEN k.covered AND b.basis = 'estimated' AND b.kronor_estimated AND NOT k.reference_assumed AND k.reading IS NULL THEN 1 END AS included_estimated,
    CASE WHEN k.covered AND b.basis = 'estimated' THEN 1 END AS included_effect,
    CASE WHEN k.covered AND b.earlier_start THEN 1 END AS included_earlier,
    k.spend AS included_spend,
    k.cost,
    k.service_value,
    k.social_value,
    k.social_se,
    k.subsidy,
    k.participants,
    k.person_years,
    k.labour_value,
    k.labour_value_first,
    k.labour_value_during,
    k.labour_value_all,
    k.kommun,
    k.kommun - k.kommun_equalised AS kommun_after,
    k.kommun - k.kommun_equalised_later AS kommun_after_later,
    k.kommun_own,
    k.kommun_own - k.kommun_own_equalised AS kommun_own_after,
    k.region,
    k.region - k.region_equalised AS region_after,
    k.region - k.region_equalised_later AS region_after_later,
    k.stat,
    k.individ,
    k.individ_participants,
    k.individ_displaced,
    TRY_CAST(k.mcpf * TRY_CAST(k.cost - k.kommun - k.region - k.stat AS DECIMAL(28, 2)) AS DECIMAL(28, 2)) AS public_cost_mcpf,
    CASE WHEN b.twice THEN k.cost END AS both_cost,
    CASE WHEN b.twice THEN k.service_value END AS both_service,
    CASE WHEN b.twice THEN k.social_value END AS both_estimated,
    CASE WHEN b.twice THEN k.labour_value_assumed - k.subsidy END AS both_assumed,
    CASE WHEN b.readable THEN b.cost END AS read_cost,
    CASE WHEN b.readable THEN b.service_value END AS read_service,
    CASE WHEN b.readable THEN b.subsidy END AS read_subsidy,
    CASE WHEN b.readable THEN b.labour_value_gross END AS read_labour
FROM blanks AS b
CROSS JOIN quarantine AS q
CROSS JOIN everywhere AS e
INNER JOIN here AS h ON coalesce(h.municipality, '') = coalesce(b.municipality, '')
LEFT JOIN metric.contract_value AS k ON k.contract_id = b.contract_id AND k.covered
