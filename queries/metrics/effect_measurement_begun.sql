/*
title: {sv: Kommuner som har börjat mäta effekter, en: Municipalities that began to measure effects}
doc:
  sv: Antal kommuner som har börjat mäta effekter, som källan anger det. not_placed är de som källan räknar utan att säga vilka de är.
  en: Number of municipalities that began to measure effects, as the source states it. not_placed are those that the source counts without saying which they are.
unit: municipalities
# A figure of the group that is unknown leaves the sum unknown.
value: CASE WHEN sum(CASE WHEN municipality IS NULL AND value IS NULL THEN 1 ELSE 0 END) = 0 THEN sum(value) END
parts:
  placed: {value: "coalesce(sum(CASE WHEN municipality IS NOT NULL THEN value END), 0)", total: true, title: {sv: Namngivna kommuner, en: Named municipalities}}
  not_placed: {value: "sum(CASE WHEN municipality IS NULL THEN value END)", total: true, title: {sv: Ej namngivna kommuner, en: Municipalities not named}}
by: [municipality]
period: {column: period, grains: [year], all: false}
format: {decimals: 0}
*/
SELECT
    municipality,
    period,
    value
FROM metric.network_indicator
WHERE indicator = 'effect_measurement_begun'
