/*
title: {sv: Deltagare en gång, en: Each participant once}
doc:
  sv: En rad per pseudonym, också när personen finns i flera källor. Den som någon källa för till insatsen hör dit.
  en: One row per pseudonym, also where several sources have the person. Whoever any source puts in the measure is in it.
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
