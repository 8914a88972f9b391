/*
title: {sv: Identifierade sociala företag, en: Identified social enterprises}
doc:
  sv: Antal sociala företag som kommunerna har identifierat vid varje mättillfälle. declared är summan som källan själv anger.
  en: Number of social enterprises that the municipalities have identified at each measurement. declared is the total stated by the source.
unit: enterprises
value: sum(value)
parts:
  unknown: {value: count(*) - count(value), unit: municipalities, title: {sv: Kommuner med okänt antal, en: Municipalities whose number is unknown}}
  declared: {value: "max(declared_total)", total: true, title: {sv: Källans egen summa, en: The source's own total}}
by: [municipality]
per: population
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
    WHERE indicator = 'identified_social_enterprises' AND area = '*' AND coalesce(sex, 'T') = 'T'
    GROUP BY period
) AS d ON d.period = i.period
WHERE i.indicator = 'identified_social_enterprises'
  AND i.area <> '*'
  AND coalesce(i.sex, 'T') = 'T'
