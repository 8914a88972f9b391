/*
title: {sv: Kostnad per arbete, en: Cost per job}
doc:
  sv: Utbetalt på avtal med deltagare, delat med personer vars senaste avslut därifrån var till arbete (KAS A). Brutto, utan jämförelse med vad som hänt ändå.
  en: Spend on contracts with participants over persons whose latest exit from them was to work (KAS A). Gross, not compared with what would have happened anyway.
unit: SEK/job
value: CASE WHEN sum(jobs) > 0 THEN CAST(sum(spend) AS DOUBLE) / sum(jobs) END
status: CASE WHEN sum(jobs) BETWEEN 1 AND 9 THEN 'small_denominator' END
parts:
  spend: {value: "sum(spend)", unit: SEK, title: {sv: Utbetalt, en: Spend}}
  jobs: {value: "sum(jobs)", unit: jobs, title: {sv: Arbeten, en: Jobs}}
  per_participant: {value: "CAST(sum(spend) AS DOUBLE) / nullif(count(DISTINCT person), 0)", unit: SEK/person, title: {sv: Per deltagare, en: Per participant}}
persons: count(DISTINCT person)
by: [municipality, service_area]
format: {decimals: 0}
*/
-- Spend once per contract, persons once per person and contract. A contract
-- whose spend is unknown, for want of an exchange rate, is left out with its
-- persons.
SELECT
    coalesce(c.municipality, s.municipality) AS municipality,
    c.service_area,
    s.spend,
    CAST(NULL AS BLOB) AS person,
    CAST(NULL AS INTEGER) AS jobs
FROM metric.contract_spend AS s
LEFT JOIN metric.contract_register AS c ON c.contract_id = s.contract_id
WHERE s.spend IS NOT NULL AND s.contract_id IN (SELECT contract_id FROM metric.contract_person)
UNION ALL
SELECT
    coalesce(c.municipality, s.municipality),
    c.service_area,
    NULL,
    p.person,
    CASE WHEN x.exit_reason = 'A' THEN 1 ELSE 0 END
FROM metric.contract_person AS p
INNER JOIN metric.contract_spend AS s ON s.contract_id = p.contract_id AND s.spend IS NOT NULL
LEFT JOIN metric.contract_register AS c ON c.contract_id = p.contract_id
LEFT JOIN metric.person_exit AS x ON x.person = p.person AND x.contract_id = p.contract_id
