/*
title: {sv: Extern samverkan, en: External coordination}
doc:
  sv: Andel kommuner som har en struktur för extern samverkan, av dem som har svarat. Delvis är varken ja eller nej.
  en: Share of municipalities with a structure for external coordination, among those that answered. Partly (delvis) is neither yes nor no.
unit: share
value: CAST(sum(CASE WHEN answer = 'ja' THEN 1 ELSE 0 END) AS DOUBLE) / nullif(count(answer), 0)
parts:
  yes: {value: "sum(CASE WHEN answer = 'ja' THEN 1 ELSE 0 END)", unit: municipalities, title: {sv: Ja, en: 'Yes'}}
  partly: {value: "sum(CASE WHEN answer = 'delvis' THEN 1 ELSE 0 END)", unit: municipalities, title: {sv: Delvis, en: Partly}}
  no: {value: "sum(CASE WHEN answer = 'nej' THEN 1 ELSE 0 END)", unit: municipalities, title: {sv: Nej, en: 'No'}}
  unknown: {value: "count(*) - count(answer)", unit: municipalities, title: {sv: Okänt, en: Unknown}}
by: [municipality]
period: {column: period, grains: [year], all: false}
format: {decimals: 2}
*/
SELECT
    area AS municipality,
    period,
    CASE WHEN lower(trim(text_value)) IN ('ja', 'delvis', 'nej') THEN lower(trim(text_value)) END AS answer
FROM core.indicator
WHERE indicator = 'external_coordination'
  AND area <> '*'
  AND coalesce(sex, 'T') = 'T'
