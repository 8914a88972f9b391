/*
title: {sv: Underleverantörers avtal, en: Sub-suppliers' contracts}
doc:
  sv: Antal avtal som leverantörer har med underleverantörer, med känt värde och poster som nämner dem. De är delar av huvudavtalet och läggs aldrig till det eller till andra köp.
  en: Number of contracts that suppliers have with sub-suppliers, with their known value and the postings that name them. They are parts of the main contract and are never added to it or to other purchases.
unit: contracts
value: CASE WHEN count(*) > 0 THEN count(*) END
parts:
  value_sek: {value: "sum(value)", unit: SEK, title: {sv: Känt värde, en: Known value}}
  with_value: {value: "count(value)", title: {sv: Med känt värde, en: With a known value}}
  held_back: {value: "count(held_back)", title: {sv: Utan växelkurs, en: Without an exchange rate}}
  posted: {value: "sum(posted)", unit: SEK, title: {sv: Poster som nämner dem, en: Postings that name them}}
  without_main: {value: "count(*) - count(main_known)", title: {sv: Utan känt huvudavtal, en: Without a known main contract}}
by: [municipality, main_contract]
period: {column: day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    municipality,
    main_contract,
    day,
    value,
    held_back,
    main_known,
    posted
FROM metric.sub_supplier_contract
