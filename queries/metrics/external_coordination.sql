/*
title: {sv: Extern samverkan, en: External coordination}
doc:
  sv: Andel kommuner som har en struktur för extern samverkan. Delvis är varken ja eller nej. Kommuner vars svar är okänt räknas inte som ja i värdet, och räknas som ja i den höga gränsen. declared är antalet ja som källan själv anger.
  en: Share of municipalities with a structure for external coordination. Partly (delvis) is neither yes nor no. Municipalities whose answer is unknown are not counted as yes in the value, and are in the upper bound. declared is the number of yes stated by the source.
unit: share
let:
  - municipalities: count(*)
    yes: sum(CASE WHEN answer = 'ja' THEN 1 ELSE 0 END)
    partly: sum(CASE WHEN answer = 'delvis' THEN 1 ELSE 0 END)
    no: sum(CASE WHEN answer = 'nej' THEN 1 ELSE 0 END)
    unknown: count(*) - count(answer)
    declared: max(declared_total)
value: CASE WHEN unknown < municipalities THEN CAST(yes AS DOUBLE) / municipalities END
low: CASE WHEN unknown > 0 AND unknown < municipalities THEN CAST(yes AS DOUBLE) / municipalities END
high: CASE WHEN unknown > 0 AND unknown < municipalities THEN CAST(yes + unknown AS DOUBLE) / municipalities END
parts:
  yes: {value: "yes", unit: municipalities, title: {sv: Ja, en: 'Yes'}}
  partly: {value: "partly", unit: municipalities, title: {sv: Delvis, en: Partly}}
  no: {value: "no", unit: municipalities, title: {sv: Nej, en: 'No'}}
  unknown: {value: "unknown", unit: municipalities, title: {sv: Okänt, en: Unknown}}
  declared: {value: "declared", unit: municipalities, total: true, title: {sv: 'Källans eget antal ja', en: The source's own number of yes}}
by: [municipality]
period: {column: period, grains: [year], all: false}
format: {decimals: 2}
*/
-- The source's own number is on every row; only the total shows it.
SELECT
    i.area AS municipality,
    i.period,
    CASE WHEN lower(trim(i.text_value)) IN ('ja', 'delvis', 'nej') THEN lower(trim(i.text_value)) END AS answer,
    d.declared_total
FROM core.indicator AS i
LEFT JOIN (
    SELECT period, max(declared_total) AS declared_total
    FROM core.indicator
    WHERE indicator = 'external_coordination' AND area = '*' AND coalesce(sex, 'T') = 'T'
    GROUP BY period
) AS d ON d.period = i.period
WHERE i.indicator = 'external_coordination'
  AND i.area <> '*'
  AND coalesce(i.sex, 'T') = 'T'
