/*
title: {sv: Avtal i kronor, en: Contracts in SEK}
doc:
  sv: Varje avtal i core.contract med värdet i kronor. Rader i en källa som bara skiljer sig i leverantören är ett avtal med flera leverantörer; den första visas här. Ett värde i annan valuta räknas om med kursen den dag avtalet tecknades, annars avtalstidens första dag, och avrundas till öre (halva ören från noll). Utan kurs är värdet okänt och held_back säger varför. Formen avgör om avtalet är ett köp och, där källan inte anger det, om det är reserverat. Säger formen och källan emot varandra är det okänt om avtalet är reserverat.
  en: Each contract of core.contract with its value in SEK. Rows of a source that differ only in the supplier are one contract with several suppliers; the first is shown here. A value in another currency is converted at the rate of the day of signing, else of the first day of the term, and rounded to öre (half away from zero). Without a rate the value is unknown and held_back gives the reason. The form decides whether the contract is a purchase and, if the source does not state it, whether it is reserved. If form and source contradict each other, it is unknown whether the contract is reserved.
columns:
  contract_id: Contract id in the source.
  municipality: Buying municipality.
  supplier_org_no: Organisation number of the supplier.
  supplier_name: Name of the supplier.
  procedure: Procedure as the source states it.
  service_area: Service area.
  form: Form as a code; NULL if unknown.
  purchase: Whether the municipality buys something by it; false for iop, agreement, project and grant, and true if the form is unknown.
  tier: 1 for the municipality's own contract, 2 for a sub-supplier's. A contract that names a main contract but no tier is of tier 2, one that names neither is of tier 1.
  main_contract: Contract that a sub-supplier's contract belongs to; NULL if unknown.
  reserved: Whether it is reserved under LOU 4:18 or 19:6a, by participation or by execution; NULL if unknown.
  contradiction: What the source states that contradicts the form, reserved, not_reserved or procedure; NULL if nothing does.
  social_clause: Whether it has social requirements; NULL if unknown.
  day: Day of signing, else the first day of the term.
  last_day: Last day of the term.
  value: Value in SEK excluding VAT; NULL if unknown or held back.
  currency: Currency of original_value; NULL means SEK.
  original_value: Value in that currency; NULL for SEK.
  rate: SEK per one unit; NULL if nothing was converted.
  rate_source: Where the rate comes from.
  held_back: Why a known value is not included in any sum, no date, no rate or too large; NULL if it is included.
  _source: Source.
  _segment: Segment.
  _row: Position in the file.
*/
WITH numbered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY
                _source, contract_id, municipality, buyer_org_no, buyer_name, title, cpv, service_area, procedure, form, tier,
                main_contract, reserved, reserved_execution, social_clause, social_objective, signed, "start", "end", value, currency, original_value, vat_basis, status, amendments
            ORDER BY _segment, _row
        ) AS place
    FROM core.contract
),
once AS (
    SELECT
        *,
        coalesce(signed, "start") AS day,
        CASE WHEN reserved_execution THEN TRUE ELSE reserved END AS stated,
        coalesce(form IN ('reserved_4_18', 'reserved_19_6a'), FALSE) AS by_form,
        -- The procedures that a source may state in its own words and that tell the form.
        CASE
            WHEN lower(procedure) = 'open' OR lower(procedure) LIKE 'öppet%' THEN 'open'
            WHEN lower(procedure) = 'direct' OR lower(procedure) LIKE 'direktupphandling%' THEN 'direct'
        END AS procedure_form
    FROM numbered
    WHERE place = 1
),
judged AS (
    SELECT
        *,
        CASE
            WHEN by_form AND NOT stated THEN 'not_reserved'
            WHEN form IS NOT NULL AND NOT by_form AND stated THEN 'reserved'
            WHEN NOT by_form AND form <> procedure_form THEN 'procedure'
        END AS contradiction
    FROM once
)
SELECT
    o.contract_id,
    o.municipality,
    o.supplier_org_no,
    o.supplier_name,
    o.procedure,
    o.service_area,
    o.form,
    coalesce(o.form NOT IN ('iop', 'agreement', 'project', 'grant'), TRUE) AS purchase,
    CASE WHEN o.tier IS NOT NULL THEN o.tier WHEN o.main_contract IS NOT NULL THEN 2 ELSE 1 END AS tier,
    o.main_contract,
    CASE
        WHEN o.contradiction IS NOT NULL THEN NULL
        WHEN o.stated IS NULL AND o.form IS NOT NULL THEN o.by_form
        ELSE o.stated
    END AS reserved,
    o.contradiction,
    o.social_clause,
    o.day,
    o."end" AS last_day,
    CASE WHEN f.currency IS NULL THEN o.value ELSE f.sek END AS value,
    o.currency,
    f.original AS original_value,
    f.rate,
    f.rate_source,
    f.held_back,
    o._source,
    o._segment,
    o._row
FROM judged AS o
LEFT JOIN metric.amount_in_sek AS f
    ON f.currency = o.currency
    AND f.day IS NOT DISTINCT FROM o.day
    AND f.stated IS NOT DISTINCT FROM o.value
    AND f.stated_original IS NOT DISTINCT FROM o.original_value
