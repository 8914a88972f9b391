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
-- Postings belong to a contract id once, whatever number of rows have it.
SELECT
    coalesce(c.municipality, main.municipality) AS municipality,
    c.main_contract,
    c.day,
    c.value,
    c.held_back,
    main.contract_id AS main_known,
    CASE WHEN row_number() OVER (PARTITION BY c.contract_id ORDER BY c._source, c._segment, c._row) = 1 THEN r.amount END AS posted
FROM metric.contract_in_sek AS c
LEFT JOIN metric.contract_register AS main ON main.contract_id = c.main_contract
LEFT JOIN metric.sub_supplier_row AS r ON r.sub_contract = c.contract_id AND r.table_name = 'spend'
WHERE c.tier = 2
