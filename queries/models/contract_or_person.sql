/*
title: {sv: Avtal och deras deltagare som rader, en: Contracts and their participants as rows}
doc:
  sv: För varje avtal med deltagare en rad för avtalet självt, utan person, och en rad per deltagare. Ett nyckeltal lägger avtalets belopp på den första raden och räknar personer på de andra, så att båda räknas en gång per grupp.
  en: For each contract with participants, one row for the contract itself, without a person, and one row per participant. A metric puts the contract's amounts on the first and counts persons on the others, so that both are counted once per group.
columns:
  contract_id: Contract.
  person: Pseudonym; NULL in the row of the contract itself.
*/
SELECT contract_id, NULL AS person
FROM metric.contract_person
GROUP BY contract_id
UNION ALL
SELECT contract_id, person
FROM metric.contract_person
