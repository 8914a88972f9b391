/*
title: {sv: Deltagare utan födelseår, en: Participants without a birth year}
doc:
  sv: Avtal med deltagare vars ålder är okänd. Deras skatt och avgifter räknas med reglerna för den som varken är ung eller äldre, avgifterna som för en ung om stödformen är youth_rate.
  en: Contracts with participants whose age is unknown. Their taxes and contributions are computed by the rules for those who are neither young nor older, their contributions by those for the young if the programme is youth_rate.
severity: warn
message:
  sv: "Avtal {contract_id}: deltagare utan födelseår: {participants}; de räknas som varken unga eller äldre, om inte stödformen är youth_rate"
  en: "Contract {contract_id}: participants without a birth year: {participants}; they count as neither young nor older, unless their programme is youth_rate"
concerns: [double_value, double_value_of_contract]
*/
SELECT
    s.municipality,
    w.contract_id,
    count(DISTINCT p.person) AS participants
FROM (
    SELECT contract_id
    FROM metric.contract_worker
    WHERE age_unknown > 0
    GROUP BY contract_id
) AS w
INNER JOIN (SELECT DISTINCT contract_id, municipality FROM metric.contract_scope) AS s ON s.contract_id = w.contract_id
INNER JOIN metric.contract_person AS p ON p.contract_id = w.contract_id
LEFT JOIN metric.participant_once AS once ON once.person = p.person
WHERE once.birth_year IS NULL
GROUP BY s.municipality, w.contract_id
