/*
title: {sv: Flera mål för samma tal, en: Several targets for the same figure}
doc:
  sv: Mål som gäller samma tal, i två källor eller på två rader. Inget av dem används, för det går inte att veta vilket som gäller.
  en: Targets of the same figure, in two sources or two rows. None of them is used, since which one holds cannot be known.
severity: warn
message:
  sv: "Målet för {figure}, {scope}, {period} ({origin}, {object}, rad {row_number}) finns {targets} gånger"
  en: "The target of {figure}, {scope}, {period} ({origin}, {object}, row {row_number}) exists {targets} times"
*/
SELECT
    CASE WHEN t.part = '' THEN t.metric ELSE t.metric || '.' || t.part END AS figure,
    t.scope,
    CASE WHEN t.period_grain = 'all' THEN 'all' ELSE t.period END AS period,
    t.source AS origin,
    t.object,
    t."row" AS row_number,
    n.targets
FROM metric.target AS t
INNER JOIN (
    SELECT metric, part, period_grain, period, "grouping", coalesce(municipality, '') AS municipality, dimensions, count(*) AS targets
    FROM metric.target
    WHERE problem = 'twice'
    GROUP BY metric, part, period_grain, period, "grouping", coalesce(municipality, ''), dimensions
) AS n
    ON n.metric = t.metric AND n.part = t.part AND n.period_grain = t.period_grain AND n.period = t.period AND n."grouping" = t."grouping"
    AND n.municipality = coalesce(t.municipality, '') AND n.dimensions = t.dimensions
WHERE t.problem = 'twice'
