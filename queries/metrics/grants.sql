/*
title: {sv: Bidrag och andra avtal som inte är köp, en: Grants and other contracts that are no purchases}
doc:
  sv: Antal partnerskap (IOP), samverkansavtal, projekt och bidrag, med känt värde och vad som har betalats ut på dem, i avtalets år. De läggs aldrig ihop med köp och ingår inte i det dubbla värdet.
  en: Number of partnerships (IOP), cooperation agreements, projects and grants, with their known value and what was paid on them, in the contract's year. They are never added to purchases and are not part of the double value.
unit: contracts
value: CASE WHEN count(*) > 0 THEN count(*) END
parts:
  value_sek: {value: "sum(value)", unit: SEK, title: {sv: Känt värde, en: Known value}}
  with_value: {value: "count(value)", title: {sv: Med känt värde, en: With a known value}}
  held_back: {value: "count(held_back)", title: {sv: Utan växelkurs, en: Without an exchange rate}}
  paid: {value: "sum(paid)", unit: SEK, title: {sv: Utbetalt, en: Paid}}
  with_paid: {value: "count(paid)", title: {sv: Med känt utbetalt belopp, en: With a known amount paid}}
by: [municipality, form, service_area]
period: {column: day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    municipality,
    form,
    service_area,
    day,
    value,
    held_back,
    paid
FROM metric.contract_granted
