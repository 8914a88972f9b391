/*
title: {sv: Avslut som inte kan följas upp helt, en: Exits that cannot be followed up completely}
doc:
  sv: Personer vars avslut ligger 12 månader tillbaka och för vilka läget eller försörjningsstödet är okänt i någon av månaderna. De kan saknas i andelarna efter avslut.
  en: Persons whose exit lies 12 months back and of whom the state or the social assistance of any of the months is unknown. They may be missing from the shares after the exit.
severity: warn
message:
  sv: "Av {exits} personer vars avslut ligger 12 månader tillbaka saknar {without_state} läget i någon månad och {without_amount} uppgift om försörjningsstöd i någon månad"
  en: "Of {exits} persons whose exit lies 12 months back, {without_state} lack the state of a month and {without_amount} lack the social assistance of a month"
concerns: [own_support_after_exit, work_or_study_after_exit, retention]
*/
SELECT
    count(*) AS exits,
    count(CASE WHEN states < 12 THEN 1 END) AS without_state,
    count(CASE WHEN amounts < 12 THEN 1 END) AS without_amount
FROM (
    SELECT person, count(work_or_study) AS states, count(without_assistance) AS amounts
    FROM metric.exit_month
    WHERE months_after <= 12
    GROUP BY person
    HAVING count(*) = 12
) AS followed
HAVING count(CASE WHEN states < 12 OR amounts < 12 THEN 1 END) > 0
