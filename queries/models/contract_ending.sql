/*
title: {sv: När kommunens avtal slutar, en: When the municipality's contracts end}
doc:
  sv: Kommunens köp (nivå 1) med dagen då de slutar och vad de gäller, och de kända sociala företag som har eller har haft ett avtal inom området. Saknas tjänsteområde är området CPV-huvudgruppens namn. Ett avtal som källan kallar avbrutet eller avslutat har slutat. Ett socialt företag är känt om det räknas den dag som gäller, i kommunens eget register eller, om det inte finns där, enligt organisation.
  en: The municipality's purchases (tier 1) with the day on which they end and what they are for, and the known social enterprises that have or had a contract in the area. Without a service area, the area is the name of the CPV division. A contract that the source calls cancelled or ended has ended. A social enterprise is known if it counts on the current day, in the municipality's own register or, if it is not in it, by organisation.
materialized: table
columns:
  municipality: Buying municipality.
  service_area: Service area, else the CPV division in Swedish; NULL if both are unknown.
  contract_id: Contract id; NULL on a row about a social enterprise.
  value: Value in SEK excluding VAT; NULL if unknown.
  social_clause: Whether it has social requirements; NULL if unknown.
  last_day: Last day of the term; NULL if unknown.
  ended: Whether it has ended before the current day; NULL if unknown.
  ending: Whether it ends within 24 months from the current day; NULL if unknown.
  days: Days from the current day to the last day, if it ends within 24 months.
  supplier: Organisation number of a supplier in the area; NULL on a row about a contract.
  enterprise: The same if it is a known social enterprise.
*/
WITH placed AS (
    SELECT
        c._source,
        c._segment,
        c._row,
        c.municipality,
        c.supplier_org_no,
        lower(c.status) IN ('avbrutet', 'avslutat', 'upphört', 'cancelled', 'ended', 'terminated') AS closed,
        coalesce(nullif(trim(c.service_area), ''), d.title_sv) AS service_area
    FROM core.contract AS c
    LEFT JOIN metric.cpv_division AS d ON d.division = substr(c.cpv, 1, 2)
),
dated AS (
    SELECT
        p.municipality,
        p.service_area,
        c.contract_id,
        c.value,
        c.social_clause,
        c.last_day,
        CASE WHEN p.closed THEN TRUE ELSE c.last_day < t.day END AS ended,
        c.last_day <= CAST(t.day + INTERVAL '24' MONTH AS DATE) AS soon,
        date_diff('day', t.day, c.last_day) AS days
    FROM metric.contract_in_sek AS c
    INNER JOIN placed AS p ON p._source = c._source AND p._segment = c._segment AND p._row = c._row
    LEFT JOIN metric.today AS t ON TRUE
    WHERE c.purchase
      AND c.tier = 1
),
supplied AS (
    SELECT DISTINCT municipality, service_area, supplier_org_no
    FROM placed
    WHERE supplier_org_no IS NOT NULL
),
registered AS (
    SELECT
        e.municipality,
        e.org_no,
        max(CASE WHEN t.day BETWEEN e.counted_from AND e.counted_to THEN 1 ELSE 0 END) AS counted
    FROM metric.social_enterprise AS e
    CROSS JOIN metric.today AS t
    WHERE e.org_no IS NOT NULL
    GROUP BY e.municipality, e.org_no
),
everywhere AS (
    SELECT DISTINCT o.org_no
    FROM core.organisation AS o
    CROSS JOIN metric.today AS t
    WHERE o.kind IN ('social_enterprise', 'work_integrating')
      AND t.day BETWEEN coalesce(o.identified_from, t.day) AND coalesce(o.identified_to, t.day)
)
SELECT
    municipality,
    service_area,
    contract_id,
    value,
    social_clause,
    last_day,
    ended,
    CASE WHEN ended THEN FALSE ELSE soon END AS ending,
    CASE WHEN NOT ended AND soon THEN days END AS days,
    CAST(NULL AS VARCHAR) AS supplier,
    CAST(NULL AS VARCHAR) AS enterprise
FROM dated
UNION ALL
SELECT
    s.municipality,
    s.service_area,
    CAST(NULL AS VARCHAR) AS contract_id,
    CAST(NULL AS DECIMAL(18, 2)) AS value,
    CAST(NULL AS BOOLEAN) AS social_clause,
    CAST(NULL AS DATE) AS last_day,
    CAST(NULL AS BOOLEAN) AS ended,
    CAST(NULL AS BOOLEAN) AS ending,
    CAST(NULL AS BIGINT) AS days,
    s.supplier_org_no AS supplier,
    CASE
        WHEN r.org_no IS NOT NULL THEN CASE WHEN r.counted = 1 THEN s.supplier_org_no END
        WHEN e.org_no IS NOT NULL THEN s.supplier_org_no
    END AS enterprise
FROM supplied AS s
LEFT JOIN registered AS r ON r.municipality = s.municipality AND r.org_no = s.supplier_org_no
LEFT JOIN everywhere AS e ON e.org_no = s.supplier_org_no
-- If no social enterprise is known, nobody can tell which suppliers are.
WHERE EXISTS (SELECT 1 FROM registered) OR EXISTS (SELECT 1 FROM everywhere)
