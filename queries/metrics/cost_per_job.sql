/*
title: {sv: Kostnad per arbete, en: Cost per job}
doc:
  sv: Utbetalt på avtal med deltagare, delat med antalet personer vars senaste avslut från avtalen var till arbete (KAS A). Bara köp. Brutto, utan jämförelse med vad som hade hänt ändå.
  en: Spend on contracts with participants, divided by the number of persons whose latest exit from those contracts was to work (KAS A). Purchases only. Gross, not compared with what would have happened anyway.
unit: SEK/job
agenda2030: [8]
value: CASE WHEN sum(jobs) > 0 THEN CAST(sum(spend) AS DOUBLE) / sum(jobs) END
# With the spend, which is public, it tells the number of jobs.
protect: count
numerator: count(DISTINCT CASE WHEN jobs = 1 THEN person END)
status: CASE WHEN sum(jobs) BETWEEN 1 AND 9 THEN 'small_denominator' END
parts:
  spend: {value: "sum(spend)", unit: SEK, protect: none, title: {sv: Utbetalt, en: Spend}}
  jobs: {value: "sum(jobs)", unit: jobs, protect: count, numerator: count(DISTINCT CASE WHEN jobs = 1 THEN person END), title: {sv: Arbeten, en: Jobs}}
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
    CASE WHEN r.person IS NULL THEN s.spend END AS spend,
    r.person,
    CASE WHEN r.person IS NULL THEN NULL WHEN x.exit_reason = 'A' THEN 1 ELSE 0 END AS jobs
FROM metric.contract_spend AS s
INNER JOIN metric.contract_or_person AS r ON r.contract_id = s.contract_id
LEFT JOIN metric.contract_register AS c ON c.contract_id = s.contract_id
LEFT JOIN metric.person_exit AS x ON x.person = r.person AND x.contract_id = r.contract_id
WHERE s.spend IS NOT NULL
  AND coalesce(c.purchase, TRUE)
  AND coalesce(c.tier, 1) = 1
