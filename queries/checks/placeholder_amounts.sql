/*
title: {sv: Platshållare i stället för belopp, en: Placeholders instead of amounts}
doc:
  sv: Avtalsvärden på 0 eller 1 krona och poster på exakt 0 eller 1 krona är sällan riktiga belopp.
  en: Contract values of 0 or 1 SEK and postings of exactly 0 or 1 SEK are rarely real amounts.
severity: warn
message:
  sv: "Kommun {municipality}: {rows} {what} är 0 eller 1 kr"
  en: "Municipality {municipality}: {rows} {what_en} are 0 or 1 SEK"
concerns: [contracts, contracts_ending, local_share, reserved_contracts, spend_social_enterprises, double_value, double_value_of_contract]
*/
SELECT municipality, 'avtalsvärden' AS what, 'contract values' AS what_en, count(*) AS rows
FROM metric.contract_register
WHERE value IN (0, 1)
GROUP BY municipality
UNION ALL
SELECT municipality, 'poster', 'postings', CAST(sum(placeholders) AS BIGINT)
FROM metric.spend_group
WHERE placeholders > 0
GROUP BY municipality
