/*
title: {sv: Upphandlingar från sociala företag enligt rapport, en: Procurements from social enterprises as reported}
doc:
  sv: Antal upphandlingar som kommunerna har rapporterat. declared är summan som källan själv anger. Avtalen räknas av nyckeltalet contracts.
  en: Number of procurements reported by the municipalities. declared is the total stated by the source. The contracts themselves are counted by the metric contracts.
unit: procurements
value: sum(value)
parts:
  unknown: {value: count(*) - count(value), unit: municipalities, title: {sv: Kommuner med okänt antal, en: Municipalities whose number is unknown}}
  declared: {value: "max(declared_total)", total: true, title: {sv: Källans egen summa, en: The source's own total}}
by: [municipality]
period: {column: period, grains: [year], all: false}
format: {decimals: 0}
*/
-- The source's own total is on every row; only the total shows it.
SELECT
    i.area AS municipality,
    i.period,
    i.value,
    d.declared_total
FROM core.indicator AS i
LEFT JOIN (
    SELECT period, max(declared_total) AS declared_total
    FROM core.indicator
    WHERE indicator = 'procurements' AND area = '*' AND coalesce(sex, 'T') = 'T'
    GROUP BY period
) AS d ON d.period = i.period
WHERE i.indicator = 'procurements'
  AND i.area <> '*'
  AND coalesce(i.sex, 'T') = 'T'
