/*
title: {sv: Jämförbara kommuner, en: Comparable municipalities}
doc:
  sv: Medianen av en indikator för de andra kommunerna i en kommungrupp, med det lägsta och det högsta. Den visar ingen rangordning. peers är antalet kommuner med känd uppgift, unknown dem utan. Bara offentlig statistik jämförs, aldrig tal som kan vara undertryckta.
  en: The median of an indicator for the other municipalities of a group, with the lowest and the highest. It shows no rank. peers is the number of municipalities whose figure is known, unknown those whose is not. Only public statistics are compared, never figures that may be suppressed.
unit: as the indicator
let:
  - one: count(*)
    median: max(median)
    lowest: max(lowest)
    highest: max(highest)
    own: max(own)
    peers: max(peers)
    unknown: max(unknown)
value: CASE WHEN one = 1 THEN median END
low: CASE WHEN one = 1 THEN lowest END
high: CASE WHEN one = 1 THEN highest END
parts:
  own: {value: "CASE WHEN one = 1 THEN own END", title: {sv: Kommunen själv, en: The municipality itself}}
  peers: {value: "CASE WHEN one = 1 THEN peers END", unit: municipalities, title: {sv: Jämförbara kommuner med känd uppgift, en: Comparable municipalities whose figure is known}}
  unknown: {value: "CASE WHEN one = 1 THEN unknown END", unit: municipalities, title: {sv: Jämförbara kommuner med okänd uppgift, en: Comparable municipalities whose figure is unknown}}
by: [municipality, peer_group, indicator]
period: {column: year, grains: [year], all: false}
publish: [[municipality, peer_group, indicator, year]]
*/
SELECT
    municipality,
    peer_group,
    indicator,
    year,
    own,
    median,
    lowest,
    highest,
    peers,
    unknown
FROM metric.peer_figure
