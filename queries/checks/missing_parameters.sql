/*
title: {sv: Uppgifter som saknas för det dubbla värdet, en: Data missing for the double value}
doc:
  sv: Avtal vars kostnad, tjänstevärde eller sociala värde är okänt, och vad som saknas. De ingår inte i det dubbla värdet.
  en: Contracts whose cost, service value or social value is unknown, and what is missing. They are not included in the double value.
severity: warn
message:
  sv: "Avtal {contract_id}: {what}"
  en: "Contract {contract_id}: {what_en}"
concerns: [double_value, extra_cost]
*/
WITH words AS (
    SELECT 'quarantined_spend' AS missing, 'en post i karantän nämner det, så kostnaden är okänd' AS sv, 'a posting in quarantine names it, so its cost is unknown' AS en
    UNION ALL SELECT 'quarantined_delivery', 'en leverans är i karantän, så tjänstens värde är okänt', 'a delivery is in quarantine, so the value of its service is unknown'
    UNION ALL SELECT 'quarantined_placement', 'en placering är i karantän, så antalet deltagare är okänt', 'a placement is in quarantine, so its number of participants is unknown'
    UNION ALL SELECT 'quarantined_parameter', 'en parameter som kan gälla det är i karantän', 'a parameter that may hold for it is in quarantine'
    -- The method says how the parameter postings_complete tells that the postings are something else.
    UNION ALL SELECT 'spend_without_contract', 'leverantören har poster utan avtal, så kostnaden är okänd (postings_complete)', 'its supplier has postings without a contract: cost unknown (postings_complete)'
    UNION ALL SELECT 'spend_date', 'en post saknar datum, så dess belopp i basårets priser är okänt', 'a posting has no date, so its amount in base-year prices is unknown'
    UNION ALL SELECT 'unknown_participant', 'en placerad person finns inte bland deltagarna', 'somebody placed on it is not among the participants'
    UNION ALL SELECT 'accepted_share', 'godkänd andel (accepted_share) saknas', 'lacks accepted_share'
    UNION ALL SELECT 'reference_price', 'referenspris (reference_price) saknas i någon leverans', 'lacks reference_price in some delivery'
    UNION ALL SELECT 'participants', 'deltagare saknas', 'lacks participants'
    UNION ALL SELECT 'municipality', 'köpande kommun saknas', 'lacks its buying municipality'
    UNION ALL SELECT 'employment_effect', 'serien employment_effect har en lucka', 'the series employment_effect has a gap'
    UNION ALL SELECT 'extent', 'omfattning (extent) saknas för någon placering', 'some placement lacks its extent'
    UNION ALL SELECT 'state_subsidy', 'stödform (programme) saknas för någon placering, och state_subsidy är inte angivet', 'some placement lacks its programme, and state_subsidy is not stated'
    UNION ALL SELECT 'placement_end', 'en placering med stöd har inget slut, och avtalets sista dag är okänd', 'a subsidised placement has no end, and the contract''s last day is unknown'
    UNION ALL SELECT 'counterfactual_share', 'counterfactual_share.* saknas: vad deltagarna annars hade levt på', 'lacks counterfactual_share.*: what the participants would otherwise live on'
)
SELECT
    m.municipality,
    m.contract_id,
    m.missing,
    CASE WHEN m.part NOT IN ('spend', 'service') THEN 'double_value' END AS metric,
    coalesce(w.sv, m.missing || ' saknas') AS what,
    coalesce(w.en, 'lacks ' || m.missing) AS what_en
FROM metric.contract_missing AS m
LEFT JOIN words AS w ON w.missing = m.missing
