/*
title: {sv: Avtal och upphandlingar, en: Contracts and procurements}
doc:
  sv: Antal avtal eller upphandlingar i källorna, och deras värde där det är känt i kronor.
  en: Number of contracts or procurements in the sources, and their value where known in SEK.
unit: contracts
value: CASE WHEN count(*) > 0 THEN count(*) END
parts:
  value_sek: {value: "sum(value)", unit: SEK, title: {sv: Känt värde, en: Known value}}
  with_value: {value: "count(value)", title: {sv: Med känt värde, en: With a known value}}
  social_clause: {value: "CASE WHEN count(social_clause) > 0 THEN sum(CASE WHEN social_clause THEN 1 ELSE 0 END) END", title: {sv: Med sociala krav, en: With social requirements}}
by: [municipality, procedure, service_area]
period: {column: day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    municipality,
    procedure,
    service_area,
    coalesce(signed, "start") AS day,
    CASE WHEN coalesce(currency, 'SEK') = 'SEK' THEN value END AS value,
    social_clause
FROM core.contract
