/*
title: {sv: Avtal i underlaget för det dubbla värdet, en: Contracts considered for the double value}
doc:
  sv: Avtal med utbetalningar som är reserverade, har sociala krav eller har placerade deltagare. En rad per avtal och kommun som deltagarna bor i. Okända uppgifter utesluter inget avtal; en utbetalning eller placering i karantän räknas som befintlig. Ett avtal där formen och källan säger emot varandra om det är reserverat ingår. Bidrag och andra avtal som inte är köp ingår inte, och inte underleverantörers avtal.
  en: Contracts with spend that are reserved, have social requirements or have placed participants. One row per contract and municipality in which its participants live. Unknown data exclude no contract; a posting or placement in quarantine is treated as existing. A contract of which form and source contradict each other about its being reserved is included. Grants and other contracts that are no purchases are left out, and so are sub-suppliers' contracts.
materialized: table
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  residence: Municipality of residence of these participants; the buyer if unknown or if nobody is registered.
  procedure: Procedure.
  service_area: Service area.
  year: Contract year (t = 0), the year of signing, else of the first day of the term, else of the first posting.
  year_stated: Whether the register states the year.
  participants: Number of participants living there, each split between their contracts; NULL if no participant of the contract is registered.
*/
WITH people AS (
    SELECT
        p.contract_id,
        p.residence,
        sum(p.share) AS participants
    FROM metric.contract_person AS p
    GROUP BY p.contract_id, p.residence
),
paid AS (
    SELECT contract_id FROM metric.contract_spend WHERE spend <> 0 OR spend IS NULL
    UNION
    SELECT contract_id FROM metric.contract_unreferenced
    UNION
    SELECT contract_id FROM metric.sub_supplier_row WHERE table_name = 'spend' AND contract_id IS NOT NULL
),
bought AS (
    SELECT
        paid.contract_id,
        coalesce(c.municipality, s.municipality) AS municipality,
        c.procedure,
        c.service_area,
        coalesce(CAST(extract(year FROM c.day) AS INTEGER), CAST(extract(year FROM s.first_month) AS INTEGER)) AS year,
        c.day IS NOT NULL AS year_stated,
        coalesce(c.reserved, FALSE) OR coalesce(c.social_clause, FALSE) OR coalesce(c.contradiction IN ('reserved', 'not_reserved'), FALSE) AS social
    FROM paid
    LEFT JOIN metric.contract_spend AS s ON s.contract_id = paid.contract_id
    LEFT JOIN metric.contract_register AS c ON c.contract_id = paid.contract_id
    WHERE coalesce(c.purchase, TRUE)
      AND coalesce(c.tier, 1) = 1
),
aside AS (
    SELECT contract_id FROM metric.contract_set_aside WHERE table_name = 'placement' AND contract_id IS NOT NULL
    UNION
    SELECT contract_id FROM metric.sub_supplier_placement WHERE contract_id IS NOT NULL
)
SELECT
    b.contract_id,
    b.municipality,
    coalesce(people.residence, b.municipality) AS residence,
    b.procedure,
    b.service_area,
    b.year,
    b.year_stated,
    sum(people.participants) AS participants
FROM bought AS b
LEFT JOIN people ON people.contract_id = b.contract_id
LEFT JOIN aside ON aside.contract_id = b.contract_id
WHERE b.social OR people.contract_id IS NOT NULL OR aside.contract_id IS NOT NULL
GROUP BY b.contract_id, b.municipality, coalesce(people.residence, b.municipality), b.procedure, b.service_area, b.year, b.year_stated
