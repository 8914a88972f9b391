/*
title: {sv: Form som är en tolkning, en: Form that is an interpretation}
doc:
  sv: Avtal vars källa bara anger att det var en upphandling. De räknas som öppna, men kan ha haft en annan form.
  en: Contracts whose source says only that there was a procurement. They are counted as open, but may have had another form.
severity: warn
message:
  sv: "Avtal {contract_id} är enligt källan en upphandling, utan uppgift om form. Det räknas som öppet."
  en: "Contract {contract_id} is a procurement by its source, which does not say of what form. It is counted as open."
concerns: [contracts_by_form]
*/
SELECT municipality, contract_id
FROM metric.contract_bought
WHERE read_as_open
