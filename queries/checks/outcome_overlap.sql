/*
title: {sv: Personmånader som täcks flera gånger, en: Person-months covered several times}
doc:
  sv: Flera rader i utfallen täcker samma dag för samma person. Månaden räknas en gång; uppgifter där raderna skiljer sig är okända i metric.person_month.
  en: Several outcome rows cover the same day for the same person. The month is counted once; values on which the rows differ are unknown in metric.person_month.
severity: warn
message:
  sv: "Källorna {first_source} och {last_source}: {months} personmånader för {persons} personer täcks flera gånger, {contradictory} av dem med olika uppgifter, i {first_object} till {last_object}"
  en: "Sources {first_source} and {last_source}: {months} person-months of {persons} persons are covered several times, {contradictory} of them with different values, in {first_object} to {last_object}"
concerns: [income_gain, own_support_after_exit, work_or_study_after_exit, retention]
*/
SELECT
    m.first_source,
    m.last_source,
    count(*) AS months,
    count(DISTINCT m.person) AS persons,
    sum(CASE WHEN m.contradictory THEN 1 ELSE 0 END) AS contradictory,
    min(a.object) AS first_object,
    max(b.object) AS last_object
FROM metric.person_month AS m
LEFT JOIN meta.segment AS a ON a.segment = m.first_segment
LEFT JOIN meta.segment AS b ON b.segment = m.last_segment
WHERE m.overlapping
GROUP BY m.first_source, m.last_source
