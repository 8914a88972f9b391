/*
title: {sv: Deltagare på avtal, en: Participants on contracts}
doc:
  sv: En rad per avtal och person i insatsen. Den som varit på flera avtal fördelas lika mellan dem, så att ingen räknas två gånger.
  en: One row per contract and person in the measure. A person on several contracts is split evenly between them, so that nobody is counted twice.
materialized: table
columns:
  contract_id: Contract.
  person: Pseudonym.
  residence: Municipality of residence; NULL if unknown.
  sex: K or M; NULL if unknown.
  share: The contract's share of the person, 0 to 1; a person's shares add up to 1.
  first_day: First day on the contract.
  registered: Whether the person is among the participants; if not, it is unknown whether the person is in the measure.
*/
WITH placed AS (
    SELECT
        pl.contract_ref AS contract_id,
        pl.person,
        min(pl."start") AS first_day
    FROM core.placement AS pl
    GROUP BY pl.contract_ref, pl.person
)
SELECT
    placed.contract_id,
    placed.person,
    p.municipality AS residence,
    p.sex,
    CAST(1 AS DOUBLE) / count(*) OVER (PARTITION BY placed.person) AS share,
    placed.first_day,
    p.person IS NOT NULL AS registered
FROM placed
LEFT JOIN metric.participant_once AS p ON p.person = placed.person
WHERE coalesce(p.treated, TRUE)
