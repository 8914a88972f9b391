/*
title: {sv: Vad en saknad uppgift betyder, en: What a missing fact means}
doc:
  sv: "En rad per kod i contract_missing som inte är namnet på en parameter, eller vars namn inte räcker. Kontrollen missing_parameters och kommandot check har sina ord härifrån."
  en: "One row per code in contract_missing that is not the name of a parameter, or whose name does not suffice. The check missing_parameters and the command check take their words from here."
columns:
  missing: Code as in contract_missing.
  sv: What is missing, Swedish.
  en: What is missing, English.
*/
SELECT
    missing,
    sv,
    en
FROM (VALUES
    ('quarantined_spend', 'en post i karantän nämner det, så kostnaden är okänd', 'a posting in quarantine names it, so its cost is unknown'),
    ('quarantined_delivery', 'en leverans är i karantän, så tjänstens värde är okänt', 'a delivery is in quarantine, so the value of its service is unknown'),
    ('quarantined_placement', 'en placering är i karantän, så antalet deltagare är okänt', 'a placement is in quarantine, so its number of participants is unknown'),
    ('sub_supplier_spend', 'en post nämner en underleverantörs avtal, så kostnaden är okänd', 'a posting names a sub-supplier''s contract, so its cost is unknown'),
    ('sub_supplier_delivery', 'en leverans nämner en underleverantörs avtal, så tjänstens värde är okänt', 'a delivery names a sub-supplier''s contract, so the value of its service is unknown'),
    ('sub_supplier_placement', 'en placering nämner en underleverantörs avtal, så antalet deltagare är okänt', 'a placement names a sub-supplier''s contract, so its number of participants is unknown'),
    ('quarantined_parameter', 'en parameter som kan gälla det är i karantän', 'a parameter that may hold for it is in quarantine'),
    -- The method says how the parameter postings_complete tells that the postings are something else.
    ('spend_without_contract', 'leverantören har poster utan avtal, så kostnaden är okänd (postings_complete)', 'its supplier has postings without a contract: cost unknown (postings_complete)'),
    ('spend_date', 'en post saknar datum, så dess belopp i basårets priser är okänt', 'a posting has no date, so its amount in base-year prices is unknown'),
    ('unknown_participant', 'en placerad person finns inte bland deltagarna', 'somebody placed on it is not among the participants'),
    ('accepted_share', 'godkänd andel (accepted_share) saknas', 'lacks accepted_share'),
    ('reference_price', 'referenspris (reference_price) saknas i någon leverans', 'lacks reference_price in some delivery'),
    ('participants', 'deltagare saknas', 'lacks participants'),
    ('municipality', 'köpande kommun saknas', 'lacks its buying municipality'),
    ('employment_effect', 'serien employment_effect har en lucka', 'the series employment_effect has a gap'),
    ('effect_not_shown', 'effekten i en kommun där deltagarna bor kan inte beläggas', 'the effect in a municipality where participants live is not evidenced'),
    ('effect_too_few', 'deltagarna i en kommun är för få för att effekten ska kunna visas', 'the participants of a municipality are too few for the effect to be shown'),
    ('extent', 'omfattning (extent) saknas för någon placering', 'some placement lacks its extent'),
    ('state_subsidy', 'stödform (programme) saknas för någon placering, och state_subsidy är inte angivet', 'some placement lacks its programme, and state_subsidy is not stated'),
    ('placement_end', 'en placering med stöd har inget slut, och avtalets sista dag är okänd', 'a subsidised placement has no end, and the contract''s last day is unknown'),
    ('counterfactual_share', 'counterfactual_share.* saknas: vad deltagarna annars hade levt på', 'lacks counterfactual_share.*: what the participants would otherwise live on')
) AS r (missing, sv, en)
