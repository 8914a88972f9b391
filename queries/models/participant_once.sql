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
WITH ranked AS (
    SELECT
        p.person,
        p.municipality,
        p.sex,
        max(CASE WHEN p.treated THEN 1 ELSE 0 END) OVER (PARTITION BY p.person) AS treated,
        row_number() OVER (
            PARTITION BY p.person
            ORDER BY CASE WHEN p.treated THEN 0 ELSE 1 END, p._source, p._segment, p._row
        ) AS place
    FROM core.participant AS p
)
SELECT
    person,
    treated = 1 AS treated,
    municipality,
    sex
FROM ranked
WHERE place = 1
