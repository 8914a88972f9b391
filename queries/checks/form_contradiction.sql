/*
title: {sv: Form som motsägs, en: Contradicted form}
doc:
  sv: Avtal vars form inte stämmer med vad källan anger om reservation eller förfarande. Det är därför okänt om avtalet är reserverat. Ett reserverat avtal har formen reserved_4_18 eller reserved_19_6a, vilket förfarandet än är.
  en: Contracts whose form does not agree with what the source states of reservation or procedure. It is therefore unknown whether the contract is reserved. A reserved contract has the form reserved_4_18 or reserved_19_6a, whatever the procedure is.
severity: warn
message:
  sv: "Avtal {contract_id} (källan {_source}) har formen {form}, men {what}. Rätta det ena."
  en: "Contract {contract_id} (source {_source}) has the form {form}, but {what_en}. Correct one of them."
concerns: [contracts, contracts_by_form, reserved_contracts, spend_social_enterprises, double_value, double_value_of_contract]
*/
SELECT
    municipality,
    contract_id,
    _source,
    form,
    CASE contradiction
        WHEN 'reserved' THEN 'är reserverat enligt källan'
        WHEN 'not_reserved' THEN 'är inte reserverat enligt källan'
        ELSE 'källan anger ett annat förfarande'
    END AS what,
    CASE contradiction
        WHEN 'reserved' THEN 'is reserved by the source'
        WHEN 'not_reserved' THEN 'is not reserved by the source'
        ELSE 'the source states another procedure'
    END AS what_en
FROM metric.contract_in_sek
WHERE contradiction IS NOT NULL
