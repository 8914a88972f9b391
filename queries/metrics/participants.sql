/*
title: {sv: Deltagare, en: Participants}
doc:
  sv: Personer i insatsen, var och en räknad en gång per grupp. Perioden är den då en placering började; den som saknar placering räknas bara över hela tiden.
  en: Persons in the measure, each counted once per group. The period is that in which a placement began; persons without a placement are counted only over all time.
unit: persons
value: CASE WHEN count(person) > 0 THEN count(DISTINCT CASE WHEN treated THEN person END) END
protect: count
numerator: count(DISTINCT CASE WHEN treated THEN person END)
parts:
  placed: {value: "count(DISTINCT CASE WHEN treated AND first_day IS NOT NULL THEN person END)", protect: count, title: {sv: Med placering, en: With a placement}}
  comparison: {value: "count(DISTINCT CASE WHEN NOT treated THEN person END)", protect: count, title: {sv: I jämförelsegruppen, en: In the comparison group}}
persons: count(DISTINCT CASE WHEN treated THEN person END)
by: [municipality]
per: population
period: {column: first_day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    p.person,
    p.treated,
    p.municipality,
    c.first_day
FROM metric.participant_once AS p
LEFT JOIN metric.contract_person AS c ON c.person = p.person
