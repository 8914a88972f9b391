/*
title: {sv: Rader i registret som inte går att räkna rätt, en: Rows of the register that cannot be counted right}
doc:
  sv: Rader i organisation_status vars sista dag är före den första, som har ett skäl ut men varken sista dag eller bedömning, som saknar både första dag och bedömning, som saknar både nummer och namn, eller vars dagar ännu inte har kommit när källorna lästes, och organisationer på flera rader samtidigt, som räknas en gång.
  en: Rows of organisation_status whose last day is before the first, that have a reason out but neither a last day nor an assessment, that have neither a first day nor an assessment, that have neither a number nor a name, or whose days had not come when the sources were read, and organisations in several rows at the same time, which are counted once.
severity: warn
message:
  sv: "Kommun {municipality}: {rows} rader i registret över sociala företag {what}"
  en: "Municipality {municipality}: {rows} rows of the register of social enterprises {what_en}"
concerns: [enterprise_register, register_bridge, spend_social_enterprises]
*/
WITH clock AS (
    SELECT CAST(max(last_success) AS DATE) AS today FROM meta.source
),
faults AS (
    SELECT municipality, 'order' AS fault FROM core.organisation_status WHERE valid_to < valid_from
    UNION ALL
    SELECT municipality, 'exit' FROM core.organisation_status WHERE reason_out IS NOT NULL AND valid_to IS NULL AND assessed_on IS NULL
    UNION ALL
    SELECT municipality, 'entry' FROM core.organisation_status WHERE valid_from IS NULL AND assessed_on IS NULL
    UNION ALL
    SELECT municipality, 'nobody' FROM core.organisation_status WHERE org_no IS NULL AND name IS NULL
    UNION ALL
    SELECT s.municipality, 'future'
    FROM core.organisation_status AS s
    INNER JOIN clock AS t ON s.valid_from > t.today OR s.assessed_on > t.today OR s.reason_out IS NOT NULL AND s.valid_to > t.today
    UNION ALL
    SELECT a.municipality, 'twice'
    FROM metric.social_enterprise AS a
    INNER JOIN metric.social_enterprise AS b
        ON b.municipality = a.municipality
        AND b.enterprise = a.enterprise
        AND b.counted_from <= a.counted_to
        AND a.counted_from <= b.counted_to
        AND b._source || ' ' || CAST(b._segment AS VARCHAR) || ' ' || CAST(b._row AS VARCHAR) > a._source || ' ' || CAST(a._segment AS VARCHAR) || ' ' || CAST(a._row AS VARCHAR)
)
SELECT
    municipality,
    CASE fault
        WHEN 'order' THEN 'slutar innan de börjar och räknas ingen dag'
        WHEN 'exit' THEN 'har ett skäl ut men ingen dag'
        WHEN 'entry' THEN 'har varken första dag eller bedömning och räknas säkert ingen dag'
        WHEN 'nobody' THEN 'har varken nummer eller namn och kan inte jämföras med utbetalningar'
        WHEN 'future' THEN 'har en dag som inte har kommit'
        ELSE 'gäller en organisation som samtidigt har en annan rad; den räknas en gång'
    END AS what,
    CASE fault
        WHEN 'order' THEN 'end before they begin and count on no day'
        WHEN 'exit' THEN 'have a reason out but no day'
        WHEN 'entry' THEN 'have neither a first day nor an assessment and surely count on no day'
        WHEN 'nobody' THEN 'have neither a number nor a name and cannot be compared with spend'
        WHEN 'future' THEN 'have a day that has not come'
        ELSE 'are about an organisation that has another row at the same time; it is counted once'
    END AS what_en,
    count(*) AS rows
FROM faults
GROUP BY municipality, fault
