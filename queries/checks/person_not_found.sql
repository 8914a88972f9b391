/*
title: {sv: Personer som inte finns bland deltagarna, en: Persons who are not among the participants}
doc:
  sv: Placeringar och utfall för personer som ingen källa har bland deltagarna. Om de är i insatsen eller i jämförelsegruppen är okänt.
  en: Placements and outcomes of persons whom no source has among the participants. Whether they are in the measure or in the comparison group is unknown.
severity: warn
message:
  sv: "Källan {_source}: {persons} personer i {rows} {what} finns inte bland deltagarna"
  en: "Source {_source}: {persons} persons in {rows} {what_en} are not among the participants"
concerns: [double_value, participants, income_gain, exit_to_work_or_study, cost_per_job]
*/
WITH told AS (
    SELECT _source, person, 'placeringar' AS what, 'placements' AS what_en FROM core.placement
    UNION ALL
    SELECT _source, person, 'utfall', 'outcomes' FROM core.outcome
)
SELECT
    t._source,
    t.what,
    t.what_en,
    count(*) AS rows,
    count(DISTINCT t.person) AS persons
FROM told AS t
LEFT JOIN metric.participant_once AS p ON p.person = t.person
WHERE p.person IS NULL
GROUP BY t._source, t.what, t.what_en
