/*
title: {sv: Identifierade sociala företag, en: Identified social enterprises}
doc:
  sv: Antal sociala företag som kommunerna har identifierat, ett bestånd per mättillfälle. declared är summan som källan själv anger.
  en: Number of social enterprises that municipalities have identified, a stock at each point of measurement. declared is the sum that the source itself states.
unit: enterprises
value: sum(value)
parts:
  unknown: {value: "sum(CASE WHEN municipality IS NOT NULL AND value IS NULL THEN 1 ELSE 0 END)", unit: municipalities, title: {sv: Kommuner med okänt antal, en: Municipalities whose number is unknown}}
  declared: {value: "sum(declared_total)", total: true, title: {sv: Källans egen summa, en: The source's own total}}
by: [municipality]
period: {column: period, grains: [year], all: false}
format: {decimals: 0}
*/
SELECT
    area AS municipality,
    period,
    value,
    CAST(NULL AS DECIMAL(18, 6)) AS declared_total
FROM core.indicator
WHERE indicator = 'identified_social_enterprises'
  AND area <> '*'
  AND coalesce(sex, 'T') = 'T'
UNION ALL
SELECT
    NULL,
    period,
    NULL,
    declared_total
FROM core.indicator
WHERE indicator = 'identified_social_enterprises'
  AND area = '*'
  AND coalesce(sex, 'T') = 'T'
