/*
title: {sv: Skattad effekt per bostadskommun, en: Estimated effect by municipality of residence}
doc:
  sv: En rad per kommun och tolvmånadersblock efter starten där effekten employment är skattad, med effekten på andelen i arbete och på kronorna. Ett block vars skattning inte får visas finns inte med.
  en: One row per municipality and block of twelve months after the start for which the effect employment is estimated, with the effect on the share in work and on the SEK. A block whose estimate may not be shown is left out.
materialized: table
columns:
  residence: Municipality of residence.
  block: Block of twelve months; 1 begins with the start month.
  work: Effect on the share in work.
  kommun: Effect on what the municipality gets, SEK a year; NULL if not estimated, as below.
  region: Effect on what the region gets, SEK a year.
  stat: Effect on what the state gets, SEK a year, before wage subsidies.
  individ: Effect on what the person gets, SEK a year.
  labour_cost: Effect on wages plus employer contributions, SEK a year.
  taxable: Effect on taxable income, SEK a year.
*/
SELECT
    e.scope AS residence,
    e.block,
    max(CASE WHEN e.outcome = 'work' THEN e.att END) AS work,
    max(CASE WHEN e.outcome = 'kommun' THEN e.att END) AS kommun,
    max(CASE WHEN e.outcome = 'region' THEN e.att END) AS region,
    max(CASE WHEN e.outcome = 'stat' THEN e.att END) AS stat,
    max(CASE WHEN e.outcome = 'individ' THEN e.att END) AS individ,
    max(CASE WHEN e.outcome = 'labour_cost' THEN e.att END) AS labour_cost,
    max(CASE WHEN e.outcome = 'taxable' THEN e.att END) AS taxable
FROM effect.estimate AS e
INNER JOIN effect.verdict AS v ON v.effect = e.effect AND v.scope = e.scope
WHERE e.effect = 'employment' AND v.verdict = 'skattad' AND e.verdict = 'skattad'
GROUP BY e.scope, e.block
HAVING count(CASE WHEN e.outcome = 'work' THEN e.att END) > 0
