/*
title: {sv: Varje avtal i det dubbla värdet, en: Each contract in the double value}
doc:
  sv: En rad per avtal som dubbla värdet gäller, med beloppen så som nyckeltalet summerar dem. Ett avtal där något är okänt har inga belopp utom i de kolumner som säger det, men räknas i täckningen.
  en: One row per contract that the double value is about, with its amounts as the metric adds them up. A contract of which something is unknown has no amounts but in the columns that say so, and counts in the coverage.
materialized: table
columns:
  contract_id: Contract.
  year_unstated: 1 where the register does not say the year.
  municipality_blank: 1 where the buyer is unknown.
  procedure_blank: 1 where the procedure is unknown.
  service_area_blank: 1 where the service area is unknown.
  municipality_blank_all: Contracts whose buyer is unknown, everywhere.
  procedure_blank_all: Contracts whose procedure is unknown, everywhere.
  procedure_blank_here: Contracts whose procedure is unknown, of the same buyer.
  service_area_blank_all: Contracts whose service area is unknown, everywhere.
  service_area_blank_here: Contracts whose service area is unknown, of the same buyer.
  year_unstated_all: Contracts whose year the register does not say, everywhere.
  year_unstated_here: Contracts whose year the register does not say, of the same buyer.
  unnamed: Deliveries and placements in quarantine that name no contract; they may be any contract's.
  unseen: 1 where the cost is unknown and no posting is known.
  spend_seen: Sum of the postings that are known, SEK.
  priced_spend: The same, of a contract whose cost and service value are known, SEK.
  priced_cost: C of a contract whose service value is known, SEK.
  priced_service: V of a contract whose cost is known, SEK.
  included: 1 where everything is known; NULL otherwise, and so is every column below.
  included_assumed: 1 where P_ref is an assumption.
  included_reading: 1 where V is an assumed reading.
  included_spend: Sum of the postings, SEK.
  cost: C, SEK.
  service_value: V, SEK.
  social_value: Social value, SEK.
  social_se: Its standard error, SEK; NULL where the effect's is unknown.
  subsidy: G, SEK.
  participants: N.
  person_years: Net discounted person-years.
  labour_value: Net person-years times wage plus employer contributions, SEK.
  labour_value_first: The same in the contract year, SEK.
  labour_value_all: One full year for every participant, SEK.
  kommun: SEK to municipalities.
  kommun_after: The same after income equalisation, SEK; NULL where that is unknown.
  kommun_own: SEK to the buying municipality alone.
  kommun_own_after: The same after income equalisation, SEK; NULL where that is unknown.
  region: SEK to regions.
  stat: SEK to the state, subsidies subtracted.
  individ: SEK to persons.
  individ_participants: SEK to those who got a job.
  individ_displaced: SEK to others, whom they displaced.
*/
WITH blanks AS (
    SELECT
        *,
        CASE WHEN year_stated THEN 0 ELSE 1 END AS year_unstated,
        CASE WHEN municipality IS NULL THEN 1 ELSE 0 END AS municipality_blank,
        CASE WHEN procedure IS NULL THEN 1 ELSE 0 END AS procedure_blank,
        CASE WHEN service_area IS NULL THEN 1 ELSE 0 END AS service_area_blank,
        cost IS NOT NULL AND service_value IS NOT NULL AS priced
    FROM metric.contract_value
),
quarantine AS (
    SELECT count(*) AS unnamed
    FROM metric.contract_set_aside
    WHERE contract_id IS NULL AND table_name IN ('delivery', 'placement')
)
SELECT
    b.contract_id,
    b.year_unstated,
    b.municipality_blank,
    b.procedure_blank,
    b.service_area_blank,
    CAST(sum(b.municipality_blank) OVER () AS BIGINT) AS municipality_blank_all,
    CAST(sum(b.procedure_blank) OVER () AS BIGINT) AS procedure_blank_all,
    CAST(sum(b.procedure_blank) OVER (PARTITION BY b.municipality) AS BIGINT) AS procedure_blank_here,
    CAST(sum(b.service_area_blank) OVER () AS BIGINT) AS service_area_blank_all,
    CAST(sum(b.service_area_blank) OVER (PARTITION BY b.municipality) AS BIGINT) AS service_area_blank_here,
    CAST(sum(b.year_unstated) OVER () AS BIGINT) AS year_unstated_all,
    CAST(sum(b.year_unstated) OVER (PARTITION BY b.municipality) AS BIGINT) AS year_unstated_here,
    q.unnamed,
    CASE WHEN b.cost IS NULL AND b.spend_seen = 0 THEN 1 ELSE 0 END AS unseen,
    b.spend_seen,
    CASE WHEN b.priced THEN b.spend_seen END AS priced_spend,
    CASE WHEN b.priced THEN b.cost END AS priced_cost,
    CASE WHEN b.priced THEN b.service_value END AS priced_service,
    CASE WHEN k.covered THEN 1 END AS included,
    CASE WHEN k.reference_assumed THEN 1 END AS included_assumed,
    CASE WHEN k.reading IS NOT NULL THEN 1 END AS included_reading,
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
    k.labour_value_all,
    k.kommun,
    k.kommun - k.kommun_equalised AS kommun_after,
    k.kommun_own,
    k.kommun_own - k.kommun_own_equalised AS kommun_own_after,
    k.region,
    k.stat,
    k.individ,
    k.individ_participants,
    k.individ_displaced
FROM blanks AS b
CROSS JOIN quarantine AS q
LEFT JOIN metric.contract_value AS k ON k.contract_id = b.contract_id AND k.covered
