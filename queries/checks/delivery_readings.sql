/*
title: {sv: Avtal värderade med ett antagande, en: Contracts valued by an assumption}
doc:
  sv: Avtal som värderas med ett antagande, eftersom leverans, referenspris eller omfattning saknas eller leveranserna gäller andra månader än utbetalningarna. Värdet får inte kallas dubbelt.
  en: Contracts valued by an assumption, because the delivery, the reference price or the extent is missing or the deliveries are for other months than the spend. The value must not be called double.
severity: warn
message:
  sv: "Avtal {contract_id}: {what}"
  en: "Contract {contract_id}: {what_en}"
concerns: [double_value, double_value_of_contract, extra_cost]
*/
SELECT
    v.municipality,
    v.contract_id,
    CASE
        WHEN v.reading = 'no_delivery' THEN 'ingen leverans finns; allt läses som godkänt, till avtalets eget pris'
        WHEN v.reading = 'no_price' THEN 'ingen leverans har referenspris; tjänsten läses som värd vad den kostade'
        WHEN v.reading = 'no_extent' THEN 'ingen placering anger omfattning; parametern extent används'
        WHEN t.without_delivery > 0 THEN 'leverans saknas för ' || CAST(t.without_delivery AS VARCHAR) || ' av ' || CAST(t.spend_months AS VARCHAR) || ' månader med utbetalning'
        ELSE CAST(t.without_spend AS VARCHAR) || ' av ' || CAST(t.deliveries AS VARCHAR) || ' leveranser ligger långt från varje utbetalning'
    END AS what,
    CASE
        WHEN v.reading = 'no_delivery' THEN 'no delivery: everything is read as accepted, at the contract''s own price'
        WHEN v.reading = 'no_price' THEN 'no delivery has a reference price; the service is read as worth its cost'
        WHEN v.reading = 'no_extent' THEN 'no placement states its extent; the parameter extent is used'
        WHEN t.without_delivery > 0 THEN 'no delivery in ' || CAST(t.without_delivery AS VARCHAR) || ' of ' || CAST(t.spend_months AS VARCHAR) || ' months with spend'
        ELSE CAST(t.without_spend AS VARCHAR) || ' of ' || CAST(t.deliveries AS VARCHAR) || ' deliveries are far from every posting'
    END AS what_en
FROM metric.contract_value AS v
LEFT JOIN metric.delivery_month AS t ON t.contract_id = v.contract_id
WHERE v.reading IS NOT NULL
