/*
title: {sv: Avtal som snart slutar, en: Contracts ending soon}
doc:
  sv: Kommunens köp som slutar inom 24 månader från den dag som gäller. Avtal som redan har slutat ingår inte. Ett avtal utan känd slutdag räknas i unknown_end och är skillnaden mellan det låga och det höga värdet. social_enterprises är antalet kända sociala företag som har eller har haft ett avtal inom området.
  en: The municipality's purchases that end within 24 months from the current day. Contracts that have ended already are not included. A contract without a known end is in unknown_end and is the difference between the low and the high value. social_enterprises is the number of known social enterprises that have or had a contract in the area.
unit: contracts
let:
  - contracts: count(contract_id)
    ending: count(CASE WHEN ending THEN 1 END)
    known: count(ending)
    unknown: count(contract_id) - count(ending)
    amount: sum(CASE WHEN ending THEN value END)
    valued: count(CASE WHEN ending THEN value END)
    clause: count(CASE WHEN ending AND social_clause THEN 1 END)
    none: count(CASE WHEN ending AND NOT social_clause THEN 1 END)
    unclear: count(CASE WHEN ending AND social_clause IS NULL THEN 1 END)
    enterprises: CASE WHEN count(supplier) > 0 THEN count(DISTINCT enterprise) END
    first: min(days)
value: CASE WHEN known > 0 THEN ending END
low: CASE WHEN known > 0 THEN ending END
high: CASE WHEN known > 0 THEN ending + unknown END
parts:
  value_sek: {value: "amount", unit: SEK, title: {sv: Känt värde, en: Known value}}
  with_value: {value: "CASE WHEN known > 0 THEN valued END", title: {sv: Med känt värde, en: With a known value}}
  social_clause: {value: "CASE WHEN known > 0 THEN clause END", title: {sv: Med sociala krav idag, en: With social requirements today}}
  no_clause: {value: "CASE WHEN known > 0 THEN none END", title: {sv: Utan sociala krav idag, en: Without social requirements today}}
  unknown_clause: {value: "CASE WHEN known > 0 THEN unclear END", title: {sv: Okänt om sociala krav, en: Unknown whether social requirements}}
  unknown_end: {value: "unknown", title: {sv: Okänd slutdag, en: Unknown end}}
  social_enterprises: {value: "enterprises", unit: enterprises, title: {sv: Kända sociala företag i området, en: Known social enterprises in the area}}
  first_end: {value: "first", unit: days, title: {sv: Dagar till det första slutet, en: Days to the first end}}
by: [municipality, service_area]
format: {decimals: 0}
*/
SELECT
    municipality,
    service_area,
    contract_id,
    value,
    social_clause,
    ending,
    days,
    supplier,
    enterprise
FROM metric.contract_ending
