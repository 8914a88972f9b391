/*
title: {sv: Processteg av sju, en: Process steps out of seven}
doc:
  sv: Självskattning av politisk förankring, ansvarig tjänsteperson, intern samordning, styrdokument, handlingsplan, extern samverkan och uppföljning. Medelvärde över kommunerna.
  en: Self-assessment of political support, responsible official, internal coordination, policy document, action plan, external coordination and follow-up. Mean across municipalities.
unit: steps
value: avg(CAST(value AS DOUBLE))
parts:
  municipalities: {value: "count(value)", unit: municipalities, title: {sv: Kommuner, en: Municipalities}}
  all_seven: {value: "sum(CASE WHEN value = 7 THEN 1 ELSE 0 END)", unit: municipalities, title: {sv: Alla sju steg, en: All seven steps}}
  lowest: {value: "min(value)", title: {sv: Lägst, en: Lowest}}
  highest: {value: "max(value)", title: {sv: Högst, en: Highest}}
by: [municipality]
period: {column: period, grains: [year], all: false}
format: {decimals: 1}
*/
SELECT
    area AS municipality,
    period,
    value
FROM core.indicator
WHERE indicator = 'process_steps'
  AND area <> '*'
  AND coalesce(sex, 'T') = 'T'
