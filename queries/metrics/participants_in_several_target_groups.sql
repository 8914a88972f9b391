/*
title: {sv: Deltagare i flera målgrupper, en: Participants in several target groups}
doc:
  sv: Personer i insatsen som tillhör minst två målgrupper, bland dem som någon målgrupp är känd för. De räknas en gång här, och en gång per grupp i participants_by_target_group.
  en: Persons in the measure who belong to at least two target groups, among those for whom any is known. They are counted once here, and once per group in participants_by_target_group.
unit: persons
value: CASE WHEN count(person) > 0 THEN count(DISTINCT CASE WHEN several THEN person END) END
# The target groups add up to more than the participants. The excess would tell this
# number, so that it is a figure of its own, which is protected.
protect: count
numerator: count(DISTINCT CASE WHEN several THEN person END)
persons: count(DISTINCT person)
by: [municipality]
publish: [[], [municipality]]
format: {decimals: 0}
*/
SELECT
    p.person,
    p.municipality,
    count(*) > 1 AS several
FROM metric.participant_once AS p
INNER JOIN metric.person_target_group AS g ON g.person = p.person
WHERE p.treated AND g.target_group IS NOT NULL
GROUP BY p.person, p.municipality
