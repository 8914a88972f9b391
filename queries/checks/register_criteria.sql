/*
title: {sv: Sociala företag som inte uppfyller alla kriterier, en: Social enterprises that do not meet all criteria}
doc:
  sv: Organisationer som räknas som sociala företag fast de inte uppfyller alla kriterier i sin definition, eller vars kriterier inte finns i den. De räknas, eftersom kommunen har bedömt dem så.
  en: Organisations that count as social enterprises although they do not meet all criteria of their definition, or whose criteria are not in it. They are counted, since the municipality has assessed them so.
severity: warn
message:
  sv: "Kommun {municipality}: {organisations} sociala företag {what} ({definition})"
  en: "Municipality {municipality}: {organisations} social enterprises {what_en} ({definition})"
concerns: [enterprise_register, spend_social_enterprises]
*/
WITH judged AS (
    SELECT
        e.municipality,
        e.enterprise,
        e.definition,
        CASE
            WHEN e.definition = 'national_three' AND (s.criteria_met LIKE '%4%' OR s.criteria_met LIKE '%5%') THEN 'outside'
            WHEN e.definition = 'national_three' AND e.criteria < 3 OR e.definition = 'eu_five' AND e.criteria < 5 THEN 'few'
        END AS fault
    FROM metric.social_enterprise AS e
    INNER JOIN core.organisation_status AS s ON s._source = e._source AND s._segment = e._segment AND s._row = e._row
    WHERE e.counted_to IS NOT NULL
)
SELECT
    municipality,
    definition,
    CASE WHEN fault = 'few' THEN 'uppfyller inte alla kriterier' ELSE 'har kriterier som definitionen inte har' END AS what,
    CASE WHEN fault = 'few' THEN 'do not meet all criteria' ELSE 'have criteria that the definition does not have' END AS what_en,
    count(DISTINCT enterprise) AS organisations
FROM judged
WHERE fault IS NOT NULL
GROUP BY municipality, definition, fault
