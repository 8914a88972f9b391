/*
title: {sv: Varje avtal en gång, en: Each contract once}
doc:
  sv: En rad per avtalsnummer. Finns numret i flera källor används den första i bokstavsordning; en kontroll stoppar publiceringen om någon rad hänvisar till numret.
  en: One row per contract id. If several sources have the id, the first source in alphabetical order is used; a check blocks publishing if any row refers to the id.
materialized: table
columns:
  contract_id: Contract id.
  municipality: Buying municipality.
  supplier_org_no: Organisation number of the supplier.
  supplier_name: Name of the supplier.
  procedure: Procedure as the source states it.
  service_area: Service area.
  form: Form as a code; NULL if unknown.
  purchase: Whether the municipality buys something by it; true if the form is unknown.
  tier: 1 for the municipality's own contract, 2 for a sub-supplier's.
  main_contract: Contract that a sub-supplier's contract belongs to; NULL if unknown.
  reserved: Whether it is reserved under LOU 4:18 or 19:6a; NULL if unknown.
  contradiction: What the source states that contradicts the form; NULL if nothing does.
  social_clause: Whether it has social requirements; NULL if unknown.
  day: Day of signing, else the first day of the term.
  last_day: Last day of the term.
  value: Value in SEK excluding VAT, converted if it is in another currency; NULL if unknown.
*/
WITH ranked AS (
    SELECT
        c.*,
        row_number() OVER (PARTITION BY c.contract_id ORDER BY c._source, c._segment, c._row) AS place
    FROM metric.contract_in_sek AS c
)
SELECT
    contract_id,
    municipality,
    supplier_org_no,
    supplier_name,
    procedure,
    service_area,
    form,
    purchase,
    tier,
    main_contract,
    reserved,
    contradiction,
    social_clause,
    day,
    last_day,
    value
FROM ranked
WHERE place = 1
