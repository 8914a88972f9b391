-- Every figure with its titles, the municipality's name, the start of its period as a date and the text to show: a number, .. if suppressed, – if unknown.
-- level is total, leaf (the finest groups of the metric within a period_grain) or between. Rows of one level, metric, part and period_grain do not overlap.
-- Varje tal med titel, kommunens namn, periodens början som datum och texten att visa.
WITH sized AS (
  SELECT r.*, coalesce(array_length(string_to_array(nullif(r."grouping", ''), ','), 1), 0) AS dimension_count
    FROM {schema}.result AS r
), finest AS (
  -- The grouping with most dimensions; of several the first, so that leaves never overlap.
  SELECT DISTINCT ON (metric, period_grain) metric, period_grain, "grouping"
    FROM sized
   ORDER BY metric, period_grain, dimension_count DESC, "grouping"
)
SELECT r.metric, d.title_sv, d.title_en, r.part, p.title_sv AS part_title_sv, p.title_en AS part_title_en,
       r.period_grain, r.period,
       CASE WHEN r.period ~ '^[0-9]{4}$' THEN make_date(r.period::int, 1, 1)
            WHEN r.period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' THEN to_date(r.period, 'YYYY-MM') END AS period_start,
       r."grouping", r.dimension_count,
       CASE WHEN r."grouping" = '' THEN 'total' WHEN r."grouping" = f."grouping" THEN 'leaf' ELSE 'between' END AS level,
       r.municipality, m.name AS municipality_name, r.dimensions,
       r.value, r.low, r.high, r.persons, r.unit, d.decimals,
       CASE WHEN r.status = 'suppressed' THEN '..'
            WHEN r.value IS NULL THEN '–'
            ELSE round(r.value, coalesce(d.decimals, 0)::int)::text END AS shown,
       r.grade, r.status, r.synthetic, r.warnings, r.definition, r.snapshot
  FROM sized AS r
  JOIN finest AS f ON f.metric = r.metric AND f.period_grain = r.period_grain
  LEFT JOIN {schema}.definition AS d ON d.name = r.metric
  LEFT JOIN {schema}.part AS p ON p.metric = r.metric AND p.part = r.part
  LEFT JOIN (SELECT code, min(name) AS name FROM {schema}.municipality GROUP BY code) AS m ON m.code = r.municipality
