/*
title: {sv: Avtal en gång, en: Each contract once}
doc:
  sv: En rad per avtalsnummer. Finns numret i flera källor gäller den första i bokstavsordning; en kontroll stoppar publiceringen om något hänvisar till det.
  en: One row per contract id. Where several sources have the id, the first by name holds; a check blocks publishing if anything refers to it.
materialized: table
columns:
  contract_id: Identity of the contract.
  municipality: Buying municipality.
  supplier_org_no: Organisation number of the supplier.
  supplier_name: Name of the supplier.
  procedure: Procedure as the source states it.
  service_area: Service area.
  reserved: Reserved under LOU 4:18 or 19:6a; NULL where unknown.
  social_clause: Has social requirements; NULL where unknown.
  day: Day of signing, else the first day of the term.
  last_day: Last day of the term.
  value: Value in SEK excluding VAT, converted where it is in another currency; NULL where unknown.
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
    reserved,
    social_clause,
    day,
    last_day,
    value
FROM ranked
WHERE place = 1
