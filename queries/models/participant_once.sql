/*
title: {sv: Varje deltagare en gång, en: Each participant once}
doc:
  sv: En rad per pseudonym, även om personen finns i flera källor. Den som är i insatsen enligt någon källa räknas dit.
  en: One row per pseudonym, even if the person is in several sources. A person who is in the measure according to any source is counted as in it.
materialized: table
columns:
  person: Pseudonym.
  treated: Whether in the measure.
  municipality: Municipality of residence.
  sex: K or M.
  birth_year: Birth year; the earliest if sources differ, NULL if none states it.
  education: Highest completed education; NULL if unknown or if rows differ.
*/
-- The first row of a person is one that is in the measure, if there is any.
WITH born AS (
    SELECT
        person,
        min(birth_year) AS birth_year,
        CASE WHEN min(education) = max(education) THEN min(education) END AS education
    FROM core.participant
    GROUP BY person
),
ranked AS (
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
    r.person,
    r.treated,
    r.municipality,
    r.sex,
    b.birth_year,
    b.education
FROM ranked AS r
INNER JOIN born AS b ON b.person = r.person
WHERE r.place = 1
