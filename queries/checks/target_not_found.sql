/*
title: {sv: Mål som inte gäller något tal, en: Targets that are about no figure}
doc:
  sv: Mål för ett nyckeltal, en del, en dimension eller en period som inte finns, för en grupp som inte publiceras, eller utan målvärde. De används inte.
  en: Targets of a metric, part, dimension or period that does not exist, of a group that is not published, or without a value. They are not used.
severity: warn
message:
  sv: "Målet för {figure}, {scope}, {period} ({origin}, {object}, rad {row_number}) används inte: {why}"
  en: "The target of {figure}, {scope}, {period} ({origin}, {object}, row {row_number}) is not used: {why_en}"
*/
SELECT
    CASE WHEN t.part = '' THEN t.metric ELSE t.metric || '.' || t.part END AS figure,
    t.scope,
    CASE WHEN t.period_grain = 'all' THEN 'all' ELSE t.period END AS period,
    t.source AS origin,
    t.object,
    t."row" AS row_number,
    w.why,
    w.why_en
FROM metric.target AS t
INNER JOIN (
    VALUES
        ('unknown_metric', 'nyckeltalet finns inte', 'there is no such metric'),
        ('unknown_part', 'nyckeltalet har ingen sådan del', 'the metric has no such part'),
        ('unknown_dimension', 'nyckeltalet har ingen sådan dimension, eller den anges två gånger', 'the metric has no such dimension, or it is given twice'),
        ('unknown_period', 'nyckeltalet har inga perioder av den längden', 'the metric has no periods of that length'),
        ('not_published', 'tal för den gruppen publiceras inte', 'figures of that group are not published'),
        ('no_value', 'målvärdet saknas', 'it has no value')
) AS w (problem, why, why_en) ON w.problem = t.problem
