/*
title: {sv: Kommunens köp, en: The municipality's purchases}
doc:
  sv: Varje avtal i contract_in_sek som är ett köp och kommunens eget, eller vars form är okänd. Underleverantörers avtal ingår i huvudavtalet.
  en: Each contract of contract_in_sek that is a purchase and the municipality's own, or whose form is unknown. Sub-suppliers' contracts are part of the main contract.
columns:
  contract_id: Contract id in the source.
  municipality: Buying municipality.
  procedure: Procedure as the source states it.
  service_area: Service area.
  form: Form as a code; NULL if unknown.
  read_as_open: Whether the source says only that there was a procurement, which is read as an open one.
  day: Day of signing, else the first day of the term.
  value: Value in SEK excluding VAT; NULL if unknown or held back.
  held_back: Why a known value is not included in any sum; NULL if it is included.
  reserved: Whether it is reserved under LOU 4:18 or 19:6a; NULL if unknown.
  social_clause: Whether it has social requirements; NULL if unknown.
*/
SELECT
    contract_id,
    municipality,
    procedure,
    service_area,
    form,
    coalesce(form = 'open' AND lower(procedure) IN ('upphandling', 'upphandling (lou)'), FALSE) AS read_as_open,
    day,
    value,
    held_back,
    reserved,
    social_clause
FROM metric.contract_in_sek
WHERE purchase
  AND tier = 1
