/*
title: {sv: Avtal i kronor, en: Contracts in SEK}
doc:
  sv: Varje avtal i core.contract med värdet i kronor. Rader i en källa som bara skiljer sig i leverantören är ett avtal med flera leverantörer, av vilka den första står här. Ett värde i annan valuta räknas om med kursen den dag avtalet tecknades, annars avtalstidens första dag, och avrundas till öre, halva ören från noll. Utan kurs är värdet okänt och held_back säger varför.
  en: Each contract of core.contract with its value in SEK. Rows of a source that differ in the supplier alone are one contract with several suppliers, of whom the first stands here. A value in another currency is converted at the rate of the day of signing, else the first day of the term, and rounded to öre, half away from zero. Without a rate the value is unknown and held_back says why.
columns:
  contract_id: The source's identity of the contract.
  municipality: Buying municipality.
  supplier_org_no: Organisation number of the supplier.
  supplier_name: Name of the supplier.
  procedure: Procedure as the source states it.
  service_area: Service area.
  reserved: Reserved under LOU 4:18 or 19:6a, by participation or by execution; NULL where unknown.
  social_clause: Has social requirements; NULL where unknown.
  day: Day of signing, else the first day of the term.
  last_day: Last day of the term.
  value: Value in SEK excluding VAT; NULL where unknown or held back.
  currency: Currency of original_value; NULL means SEK.
  original_value: Value in that currency; NULL for SEK.
  rate: SEK per one unit; NULL where nothing was converted.
  rate_source: Where the rate comes from.
  held_back: Why a known value is in no sum, no date, no rate or too large; NULL where it is not held back.
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
stated AS (
    SELECT
        *,
        coalesce(signed, "start") AS day,
        -- A source may state both: then its own value in SEK holds.
        coalesce(currency, 'SEK') = 'SEK' OR original_value IS NOT NULL AND value IS NOT NULL AS in_sek,
        CASE WHEN currency <> 'SEK' THEN coalesce(original_value, value) END AS original
    FROM numbered
    WHERE place = 1
),
converted AS (
    SELECT
        s.*,
        r.rate,
        r.rate_source,
        CASE WHEN s.in_sek THEN s.value ELSE TRY_CAST(CAST(s.original AS DECIMAL(28, 2)) * r.rate AS DECIMAL(18, 2)) END AS sek
    FROM stated AS s
    LEFT JOIN metric.exchange_rate AS r ON r.currency = s.currency AND r.day = s.day AND NOT s.in_sek
)
SELECT
    contract_id,
    municipality,
    supplier_org_no,
    supplier_name,
    procedure,
    service_area,
    CASE WHEN reserved_execution THEN TRUE ELSE reserved END AS reserved,
    social_clause,
    day,
    "end" AS last_day,
    sek AS value,
    currency,
    original AS original_value,
    rate,
    rate_source,
    CASE
        WHEN in_sek OR original IS NULL OR sek IS NOT NULL THEN NULL
        WHEN day IS NULL THEN 'no date'
        WHEN rate IS NULL THEN 'no rate'
        ELSE 'too large'
    END AS held_back,
    _source,
    _segment,
    _row
FROM converted
