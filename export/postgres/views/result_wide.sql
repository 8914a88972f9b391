-- Every figure with its titles, the municipality's name and the text to show: a number, .. if it is not released, – if it is unknown. See result for level and finest.
-- Varje tal med titel, kommunens namn och texten att visa: ett tal, .. om det inte lämnas ut, – om det är okänt.
SELECT r.metric, d.title_sv, d.title_en, r.part, p.title_sv AS part_title_sv, p.title_en AS part_title_en,
       r.level, r.finest, r.period_grain, r.period, r.period_start,
       r."grouping", r.municipality, m.name AS municipality_name, r.dimensions,
       r.value, r.low, r.high, r.persons, r.unit, d.decimals,
       r.shown_sv, r.shown_en,
       r.grade, r.status, r.fresh, r.synthetic, r.warnings, r.definition, r.snapshot
  FROM {schema}.result AS r
  LEFT JOIN {schema}.definition AS d ON d.name = r.metric
  LEFT JOIN {schema}.part AS p ON p.metric = r.metric AND p.part = r.part
  LEFT JOIN (SELECT code, min(name) AS name FROM {schema}.municipality GROUP BY code) AS m ON m.code = r.municipality
