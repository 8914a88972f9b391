/*
title: {sv: Deltagare efter målgrupp, en: Participants by target group}
doc:
  sv: Personer i insatsen efter målgrupp, var och en räknad en gång per grupp, som i participants. En person kan tillhöra flera målgrupper, så summan av grupperna är minst antalet deltagare. Den som ingen målgrupp är känd för är en egen grupp.
  en: Persons in the measure by target group, each counted once per group, as in participants. A person may belong to several target groups, so that the groups add up to at least the number of participants. Those for whom no target group is known are a group of their own.
unit: persons
value: count(DISTINCT person)
protect: count
persons: count(DISTINCT person)
by: [municipality, target_group]
# The groups without a target group are those of participants.
publish: [[target_group], [municipality, target_group]]
format: {decimals: 0}
*/
SELECT
    p.person,
    p.municipality,
    g.target_group
FROM metric.participant_once AS p
INNER JOIN metric.person_target_group AS g ON g.person = p.person
WHERE p.treated
