/*
title: {sv: Avtal i kronor, en: Contracts in SEK}
doc:
  sv: Varje avtal i core.contract med värdet i kronor. Rader i en källa som bara skiljer sig i leverantören är ett avtal med flera leverantörer; den första visas här. Ett värde i annan valuta räknas om med kursen den dag avtalet tecknades, annars avtalstidens första dag, och avrundas till öre (halva ören från noll). Utan kurs är värdet okänt och held_back säger varför.
  en: Each contract of core.contract with its value in SEK. Rows of a source that differ only in the supplier are one contract with several suppliers; the first is shown here. A value in another currency is converted at the rate of the day of signing, else of the first day of the term, and rounded to öre (half away from zero). Without a rate the value is unknown and held_back gives the reason.
columns:
  contract_id: Contract id in the source.
  municipality: Buying municipality.
  supplier_org_no: Organisation number of the supplier.
  supplier_name: Name of the supplier.
  procedure: Procedure as the source states it.
  service_area: Service area.
  reserved: Whether it is reserved under LOU 4:18 or 19:6a, by participation or by execution; NULL if unknown.
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
                _source, contract_id, municipality, buyer_org_no, buyer_name, title, cpv, service_area, procedure, reserved, reserved_execution,
                social_clause, social_objective, signed, "start", "end", value, currency, original_value, vat_basis, status, amendments
            ORDER BY _segment, _row
        ) AS place
    FROM core.contract
),
once AS (
    SELECT *, coalesce(signed, "start") AS day
    FROM numbered
    WHERE place = 1
)
SELECT
    o.contract_id,
    o.municipality,
    o.supplier_org_no,
    o.supplier_name,
    o.procedure,
    o.service_area,
    CASE WHEN o.reserved_execution THEN TRUE ELSE o.reserved END AS reserved,
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
FROM once AS o
LEFT JOIN metric.amount_in_sek AS f
    ON f.currency = o.currency
    AND f.day IS NOT DISTINCT FROM o.day
    AND f.stated IS NOT DISTINCT FROM o.value
    AND f.stated_original IS NOT DISTINCT FROM o.original_value
