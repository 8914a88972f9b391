/*
title: {sv: Varje åtagande en gång, en: Each undertaking once}
doc:
  sv: En rad per åtagande. Rader med samma avtal, slag, målgrupp och dagar är ett åtagande, även om de kommer från flera källor. Anger de olika mängd eller tröskel är åtagandet motsägande och inget av dem används. Mängden 0 räknas som ej angiven.
  en: One row per undertaking. Rows with the same contract, kind, target group and days are one undertaking, even if several sources have them. If they state different quantities or tolerances, the undertaking is contradictory and none of them is used. A quantity of 0 is treated as not stated.
materialized: table
columns:
  contract_id: Contract.
  no: Number of the undertaking in the contract, by last day.
  kind: employment, placement, sub_supplier or other.
  target_group: Whom it is for; NULL if not limited.
  found: Whether the contract is in the register.
  municipality: Buying municipality.
  service_area: Service area of the contract.
  months: Agreed FTE months; NULL if not stated.
  persons: Agreed number of persons; NULL if not stated.
  sub_suppliers: Agreed number of sub-suppliers; NULL if not stated.
  first_by: Last day for the first placement; NULL if not stated.
  due: Last day, stated or that of the contract; NULL if neither is known.
  tolerance: Share that is enough if it ends early; 1 if not stated.
  reported_months: FTE months reported by the supplier, by the latest report.
  reported_persons: Persons reported by the supplier, by the latest report.
  rows: Number of rows in the sources.
  contradictory: Whether these rows contradict each other.
release: [contract_id, no, kind, target_group, found, municipality, service_area, months, persons, sub_suppliers, first_by, due, tolerance, rows, contradictory]
*/
WITH ranked AS (
    SELECT
        r.*,
        row_number() OVER (
            PARTITION BY r.contract_ref, r.kind, r.target_group, r.first_by, r.due
            ORDER BY coalesce(r.reported_on, DATE '0001-01-01') DESC, r._source, r._segment, r._row
        ) AS place
    FROM core.requirement AS r
),
merged AS (
    SELECT
        contract_ref AS contract_id,
        kind,
        target_group,
        first_by,
        due,
        nullif(min(months), 0) AS months,
        nullif(min(persons), 0) AS persons,
        nullif(min(sub_suppliers), 0) AS sub_suppliers,
        coalesce(min(tolerance), 1) AS tolerance,
        max(CASE WHEN place = 1 THEN reported_months END) AS reported_months,
        max(CASE WHEN place = 1 THEN reported_persons END) AS reported_persons,
        count(*) AS rows,
        coalesce(min(months) <> max(months), FALSE) OR coalesce(min(persons) <> max(persons), FALSE)
            OR coalesce(min(sub_suppliers) <> max(sub_suppliers), FALSE)
            OR min(coalesce(tolerance, 1)) <> max(coalesce(tolerance, 1)) AS contradictory
    FROM ranked
    GROUP BY contract_ref, kind, target_group, first_by, due
),
placed AS (
    SELECT
        m.contract_id,
        m.kind,
        m.target_group,
        c.contract_id IS NOT NULL AS found,
        c.municipality,
        c.service_area,
        CASE WHEN NOT m.contradictory THEN m.months END AS months,
        CASE WHEN NOT m.contradictory THEN m.persons END AS persons,
        CASE WHEN NOT m.contradictory THEN m.sub_suppliers END AS sub_suppliers,
        m.first_by,
        coalesce(m.due, c.last_day) AS due,
        m.tolerance,
        m.reported_months,
        m.reported_persons,
        m.rows,
        m.contradictory
    FROM merged AS m
    LEFT JOIN metric.contract_register AS c ON c.contract_id = m.contract_id
)
SELECT
    contract_id,
    row_number() OVER (
        PARTITION BY contract_id
        ORDER BY coalesce(due, DATE '9999-12-31'), coalesce(first_by, DATE '9999-12-31'), kind, coalesce(target_group, '~')
    ) AS no,
    kind,
    target_group,
    found,
    municipality,
    service_area,
    months,
    persons,
    sub_suppliers,
    first_by,
    due,
    tolerance,
    reported_months,
    reported_persons,
    CAST(rows AS INTEGER) AS rows,
    contradictory
FROM placed
