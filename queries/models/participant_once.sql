/*
title: {sv: Varje deltagare en gång, en: Each participant once}
doc:
  sv: En rad per pseudonym, även om personen finns i flera källor. Den som är i insatsen enligt någon källa räknas dit.
  en: One row per pseudonym, even if the person is in several sources. A person who is in the measure according to any source is counted as in it.
columns:
  person: Pseudonym.
  treated: Whether in the measure.
  municipality: Municipality of residence.
  sex: K or M.
*/
-- The first row of a person is one that is in the measure, if there is any.
WITH ranked AS (
    SELECT
        p.person,
        p.municipality,
        p.sex,
        coalesce(p.treated, FALSE) AS treated,
        row_number() OVER (
            PARTITION BY p.person
            ORDER BY CASE WHEN p.treated THEN 0 ELSE 1 END, p._source, p._segment, p._row
        ) AS place
    FROM core.participant AS p
)
SELECT
    person,
    treated,
    municipality,
    sex
FROM ranked
WHERE place = 1
