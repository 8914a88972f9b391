/*
title: {sv: Parametrar i kraft på basårets första dag, en: Parameters in force on the base year's first day}
doc:
  sv: En rad per namn och omfattning. Projektets egna rader går före de inbyggda (källan dubbelkrona), därefter den med senast valid_from. En egen rad med tomt värde gäller och värdet är då okänt; en inbyggd rad utan värde räknas inte.
  en: One row per name and scope. The project's own rows take precedence over the built-in ones (source dubbelkrona), then the latest valid_from. A row of the project with a blank value is used and its value is unknown; a built-in row without a value is ignored.
materialized: table
columns:
  name: Name of the parameter.
  scope: all, region, municipality or contract.
  place: Which municipality decides the value, residence for taxes and benefits, buyer for the rest.
  value: Value; NULL if the project's row is blank.
  low: Lowest reasonable value.
  high: Highest reasonable value.
  distribution: How the uncertainty is distributed.
  unit: Unit.
  grade: found, recalled, assumed or missing.
  valid_from: First day.
  origin: Source that delivered the row.
  evidence: Where the value comes from.
*/
WITH ranked AS (
    SELECT
        p.*,
        row_number() OVER (
            PARTITION BY p.name, p.scope
            ORDER BY CASE WHEN p._source = 'dubbelkrona' THEN 1 ELSE 0 END, p.valid_from DESC, CASE WHEN p.value IS NULL THEN 0 ELSE 1 END, p._source, p._row
        ) AS rank_no
    FROM core.parameter AS p
    CROSS JOIN metric.base_year AS b
    WHERE (p.value IS NOT NULL OR p._source <> 'dubbelkrona')
      AND p.valid_from <= b.day
      AND (p.valid_to IS NULL OR p.valid_to >= b.day)
)
SELECT
    r.name,
    r.scope,
    coalesce(d.place, 'buyer') AS place,
    r.value,
    r.low,
    r.high,
    r.distribution,
    r.unit,
    r.grade,
    r.valid_from,
    r._source AS origin,
    r.source AS evidence
FROM ranked AS r
LEFT JOIN metric.parameter_definition AS d ON d.name = r.name OR d.prefix = substr(r.name, 1, length(d.prefix))
WHERE r.rank_no = 1
