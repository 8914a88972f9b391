/*
title: {sv: Senaste avslut per person, en: Latest exit by person}
doc:
  sv: En rad per person i insatsen vars senaste placering är avslutad.
  en: One row per person in the measure whose latest placement has ended.
columns:
  person: Pseudonym.
  contract_id: Contract of the latest placement.
  municipality: Municipality of residence, else the contract's buyer.
  service_area: Service area of the contract.
  day: Last day.
  exit_reason: KAS A to E; NULL if unknown.
*/
WITH ranked AS (
    SELECT
        pl.*,
        row_number() OVER (
            PARTITION BY pl.person
            ORDER BY coalesce(pl."end", DATE '9999-12-31') DESC, pl."start" DESC, pl.contract_ref, pl._source, pl._row
        ) AS place
    FROM core.placement AS pl
)
SELECT
    r.person,
    r.contract_ref AS contract_id,
    coalesce(p.municipality, c.municipality) AS municipality,
    c.service_area,
    r."end" AS day,
    r.exit_reason
FROM ranked AS r
LEFT JOIN metric.participant_once AS p ON p.person = r.person
LEFT JOIN metric.contract_register AS c ON c.contract_id = r.contract_ref
WHERE r.place = 1
  AND r."end" IS NOT NULL
  AND coalesce(p.treated, TRUE)
