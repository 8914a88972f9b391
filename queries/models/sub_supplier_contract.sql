/*
title: {sv: Underleverantörers avtal, en: Sub-suppliers' contracts}
doc:
  sv: Varje avtal i contract_in_sek som en leverantör har med en underleverantör, med huvudavtalet och summan av de poster som nämner det.
  en: Each contract of contract_in_sek that a supplier has with a sub-supplier, with the main contract and the sum of the postings that name it.
columns:
  contract_id: Contract id in the source.
  municipality: Buying municipality, of the contract, else of its main contract.
  main_contract: Contract that it is a part of; NULL if it is not stated.
  day: Day of signing, else the first day of the term.
  value: Value in SEK excluding VAT; NULL if unknown or held back.
  held_back: Why a known value is not included in any sum; NULL if it is included.
  main_known: TRUE if the main contract is in the register; otherwise NULL.
  posted: Sum of the postings that name it, SEK; NULL if there are none, and in further rows of the same contract id.
*/
-- Postings belong to a contract id once, whatever number of rows have it.
SELECT
    c.contract_id,
    coalesce(c.municipality, main.municipality) AS municipality,
    c.main_contract,
    c.day,
    c.value,
    c.held_back,
    CASE WHEN main.contract_id IS NOT NULL THEN TRUE END AS main_known,
    CASE WHEN row_number() OVER (PARTITION BY c.contract_id ORDER BY c._source, c._segment, c._row) = 1 THEN r.amount END AS posted
FROM metric.contract_in_sek AS c
LEFT JOIN metric.contract_register AS main ON main.contract_id = c.main_contract
LEFT JOIN metric.sub_supplier_row AS r ON r.sub_contract = c.contract_id AND r.table_name = 'spend'
WHERE c.tier = 2
