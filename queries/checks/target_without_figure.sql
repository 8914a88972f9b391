/*
title: {sv: Mål utan tal, en: Targets without a figure}
doc:
  sv: Mål för en grupp som inga uppgifter har, och vars period är slut. Ett mål för en period som pågår eller kommer kan få sitt tal senare.
  en: Targets of a group that no data has, and whose period has ended. A target of a current or future period can get its figure later.
severity: warn
message:
  sv: "Målet för {figure}, {scope}, {period} ({origin}, {object}, rad {row_number}) har inget tal: inga uppgifter har den gruppen och perioden"
  en: "The target of {figure}, {scope}, {period} ({origin}, {object}, row {row_number}) has no figure: no data has that group and period"
*/
SELECT
    CASE WHEN t.part = '' THEN t.metric ELSE t.metric || '.' || t.part END AS figure,
    t.scope,
    CASE WHEN t.period_grain = 'all' THEN 'all' ELSE t.period END AS period,
    t.source AS origin,
    t.object,
    t."row" AS row_number
FROM metric.target AS t
LEFT JOIN metric.today AS d ON TRUE
LEFT JOIN metric.result AS r
    ON r.metric = t.metric AND r.part = t.part AND r.period_grain = t.period_grain AND r.period = t.period AND r."grouping" = t."grouping"
    AND coalesce(r.municipality, '') = coalesce(t.municipality, '') AND r.dimensions = t.dimensions
WHERE
    t.problem = ''
    AND r.metric IS NULL
    AND (t.period_grain = 'all' OR t.period < substr(CAST(d.day AS VARCHAR), 1, length(t.period)))
