/*
title: {sv: Deltagare efter kön, en: Participants by sex}
doc:
  sv: Personer i insatsen, var och en räknad en gång per grupp, som i participants. Okänt kön är en egen grupp.
  en: Persons in the measure, each counted once per group, as in participants. Unknown sex is a group of its own.
unit: persons
agenda2030: [5]
value: count(DISTINCT person)
protect: count
persons: count(DISTINCT person)
by: [municipality, sex]
# The groups without sex are those of participants.
publish: [[sex], [municipality, sex], [sex, year]]
period: {column: first_day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    p.person,
    p.municipality,
    p.sex,
    c.first_day
FROM metric.participant_once AS p
LEFT JOIN metric.contract_person AS c ON c.person = p.person
WHERE p.treated
