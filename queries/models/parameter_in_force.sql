/*
title: {sv: Parametrar som gäller för varje avtal, en: Parameters in force for each contract}
doc:
  sv: Den mest specifika omfattningen gäller, avtal före kommun före region före all. En serie, som employment_effect.0, .1 …, tas i sin helhet från en enda omfattning.
  en: The most specific scope is used, contract before municipality before region before all. A series, such as employment_effect.0, .1 …, is taken entirely from one scope.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence that taxes and benefits are taken from.
  name: Name of the parameter.
  scope: The scope used.
  value: Value; NULL if the row of the most specific scope is blank or does not cover the base year. A broader scope is then not used.
  low: Lowest reasonable value.
  high: Highest reasonable value.
  distribution: How the uncertainty is distributed.
  unit: Unit.
  grade: found, recalled, assumed or missing.
  origin: Source that delivered the row.
*/
WITH scopes AS (
    SELECT contract_id, residence, 'buyer' AS place, 1 AS rank_no, 'contract:' || contract_id AS scope FROM metric.contract_scope
    UNION ALL
    SELECT contract_id, residence, 'residence', 1, 'contract:' || contract_id FROM metric.contract_scope
    UNION ALL
    SELECT contract_id, residence, 'buyer', 2, 'municipality:' || municipality FROM metric.contract_scope
    UNION ALL
    SELECT contract_id, residence, 'residence', 2, 'municipality:' || residence FROM metric.contract_scope
    UNION ALL
    SELECT contract_id, residence, 'buyer', 3, 'region:' || substr(municipality, 1, 2) FROM metric.contract_scope
    UNION ALL
    SELECT contract_id, residence, 'residence', 3, 'region:' || substr(residence, 1, 2) FROM metric.contract_scope
    UNION ALL
    SELECT contract_id, residence, 'buyer', 4, 'all' FROM metric.contract_scope
    UNION ALL
    SELECT contract_id, residence, 'residence', 4, 'all' FROM metric.contract_scope
),
current AS (
    SELECT c.*, coalesce(d.prefix, c.name) AS series
    FROM metric.parameter_current AS c
    LEFT JOIN metric.parameter_definition AS d ON d.name = c.name OR d.prefix = substr(c.name, 1, length(d.prefix))
    WHERE NOT coalesce(d.common, FALSE)
),
ranked AS (
    SELECT
        s.contract_id,
        s.residence,
        p.*,
        rank() OVER (PARTITION BY s.contract_id, s.residence, p.series ORDER BY s.rank_no) AS rank_no
    FROM scopes AS s
    INNER JOIN current AS p ON p.scope = s.scope AND p.place = s.place
)
SELECT
    contract_id,
    residence,
    name,
    scope,
    -- A rate that some days of the year lack is unknown.
    CASE WHEN year_share = 1 THEN value END AS value,
    low,
    high,
    distribution,
    unit,
    grade,
    origin
FROM ranked
WHERE rank_no = 1
