/*
title: {sv: Deltagare utan jämförbar start, en: Participants without a comparable start}
doc:
  sv: Deltagare på avtal med en skattad effekt som inte kan jämföras med någon, därför att de arbetade när de började, saknar historik eller började innan utfallen är kända. De räknas utan effekt.
  en: Participants on contracts with an estimated effect who can be compared with nobody, because they worked when they started, lack a history or started before outcomes are known. They are counted without an effect.
severity: warn
message:
  sv: "Avtal {contract_id}: {outside} av {participants} deltagare har ingen jämförbar start och räknas utan effekt"
  en: "Contract {contract_id}: {outside} of {participants} participants have no comparable start and are counted without an effect"
concerns: [double_value, double_value_of_contract]
*/
WITH compared AS (
    SELECT DISTINCT person FROM metric.risk_set WHERE treated
)
SELECT
    s.municipality,
    s.contract_id,
    count(*) - count(k.person) AS outside,
    count(*) AS participants
FROM metric.contract_scope AS s
INNER JOIN metric.contract_effect AS e ON e.contract_id = s.contract_id AND e.residence = s.residence
INNER JOIN metric.contract_person AS p ON p.contract_id = s.contract_id AND coalesce(p.residence, s.municipality) = s.residence
LEFT JOIN compared AS k ON k.person = p.person
WHERE e.basis = 'estimated'
GROUP BY s.municipality, s.contract_id
HAVING count(k.person) < count(*)
