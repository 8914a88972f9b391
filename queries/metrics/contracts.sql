/*
title: {sv: Avtal och upphandlingar, en: Contracts and procurements}
doc:
  sv: Antal avtal eller upphandlingar i källorna genom vilka kommunen köper något, och deras värde om det är känt i kronor eller kan räknas om till kronor. held_back är antalet avtal i annan valuta som inte kan räknas om. Bidrag och andra avtal som inte är köp räknas av nyckeltalet grants, och underleverantörers avtal av sub_suppliers.
  en: Number of contracts or procurements in the sources by which the municipality buys something, and their value if it is known in SEK or can be converted to SEK. held_back is the number of contracts in another currency that cannot be converted. Grants and other contracts that are no purchases are counted by the metric grants, and sub-suppliers' contracts by sub_suppliers.
unit: contracts
value: CASE WHEN count(*) > 0 THEN count(*) END
parts:
  value_sek: {value: "sum(value)", unit: SEK, title: {sv: Känt värde, en: Known value}}
  with_value: {value: "count(value)", title: {sv: Med känt värde, en: With a known value}}
  held_back: {value: "count(held_back)", title: {sv: Utan växelkurs, en: Without an exchange rate}}
  social_clause: {value: "CASE WHEN count(social_clause) > 0 THEN sum(CASE WHEN social_clause THEN 1 ELSE 0 END) END", title: {sv: Med sociala krav, en: With social requirements}}
by: [municipality, procedure, service_area]
per: population
period: {column: day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    municipality,
    procedure,
    service_area,
    day,
    value,
    held_back,
    social_clause
FROM metric.contract_bought
