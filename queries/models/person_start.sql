/*
title: {sv: Varje deltagares första start, en: The first start of each participant}
doc:
  sv: En rad per person i insatsen med en placering. Bara den första starten räknas; senare placeringar hör till dess effekt, och den som slutar i förtid är kvar.
  en: One row per person in the measure with a placement. Only the first start counts; later placements belong to its effect, and whoever leaves early remains.
materialized: table
columns:
  person: Pseudonym.
  scope: Municipality of residence; NULL if unknown.
  contract_id: Contract of the first placement.
  supplier: Organisation number of its supplier, else the name, else the contract's id.
  start_month: First day of the month of the start.
  start_no: Year times twelve plus month.
*/
WITH ranked AS (
    SELECT
        pl.person,
        pl.contract_ref,
        pl."start",
        row_number() OVER (PARTITION BY pl.person ORDER BY pl."start", pl.contract_ref, pl._source, pl._row) AS place
    FROM core.placement AS pl
)
SELECT
    r.person,
    p.municipality AS scope,
    r.contract_ref AS contract_id,
    coalesce(c.supplier_org_no, c.supplier_name, r.contract_ref) AS supplier,
    CAST(date_trunc('month', r."start") AS DATE) AS start_month,
    CAST(extract(year FROM r."start") * 12 + extract(month FROM r."start") AS INTEGER) AS start_no
FROM ranked AS r
INNER JOIN metric.participant_once AS p ON p.person = r.person
LEFT JOIN metric.contract_register AS c ON c.contract_id = r.contract_ref
WHERE r.place = 1 AND p.treated
