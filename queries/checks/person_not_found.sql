/*
title: {sv: Personer som inte finns bland deltagarna, en: Persons who are not among the participants}
doc:
  sv: Placeringar och utfall för personer som inte finns bland deltagarna i någon källa. Det är okänt om de är i insatsen eller i jämförelsegruppen.
  en: Placements and outcomes of persons who are not among the participants in any source. It is unknown whether they are in the measure or in the comparison group.
severity: warn
message:
  sv: "Källan {_source}: {persons} personer i {rows} {what} finns inte bland deltagarna"
  en: "Source {_source}: {persons} persons in {rows} {what_en} are not among the participants"
concerns: [double_value, double_value_of_contract, participants, participants_by_sex, participants_by_target_group, participants_in_several_target_groups, income_gain, exit_to_work_or_study, work_at_exit, study_at_exit, own_support_after_exit, work_or_study_after_exit, retention, cost_per_job]
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
