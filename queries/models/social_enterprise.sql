/*
title: {sv: Sociala företag i kommunernas register, en: Social enterprises in the municipalities' registers}
doc:
  sv: En rad per rad i organisation_status, med de dagar då organisationen säkert räknas och dem då den kan räknas. En rad utan första dag räknas säkert från bedömningens dag. En rad med skäl ut men utan sista dag räknas säkert aldrig, och hade fallit ut på bedömningens dag. En rad som bara har ett namn är samma organisation som den enda i kommunen med det namnet och ett nummer.
  en: One row per row of organisation_status, with the days on which the organisation is surely counted and those on which it may be counted. A row without a first day is surely counted from the day of the assessment. A row with a reason out but no last day is surely counted on no day, and had gone by the day of the assessment. A row that has only a name is the same organisation as the only one of the municipality with that name and a number.
materialized: table
columns:
  municipality: Municipality that counts it.
  enterprise: The organisation within the municipality, by number, else by name, else by its row.
  org_no: Organisation number, or a sole trader's pseudonym; NULL if unknown.
  sole_trader: Whether it is a sole trader, who is counted and not named.
  definition: eu_five, national_three or other; NULL if unknown.
  criteria: Number of different criteria that are met; NULL if unknown.
  counted_from: First day on which it is surely counted; NULL if there is none.
  counted_to: Last day on which it is surely counted; NULL if there is none.
  possible_from: First day on which it may be counted.
  possible_to: Last day on which it may be counted.
  entry: Day on which it came in; NULL if unknown.
  reason_in: Reason in; NULL if unknown.
  exit: First day on which it was no longer counted; NULL if it still is.
  reason_out: Reason out; NULL if unknown or if it is still counted.
  _source: Source.
  _segment: Segment.
  _row: Position in the file.
*/
WITH numbered AS (
    SELECT municipality, lower(name) AS name, min(org_no) AS org_no
    FROM core.organisation_status
    WHERE org_no IS NOT NULL AND name IS NOT NULL
    GROUP BY municipality, lower(name)
    HAVING count(DISTINCT org_no) = 1
)
SELECT
    s.municipality,
    CASE
        WHEN coalesce(s.org_no, n.org_no) IS NOT NULL THEN 'number ' || coalesce(s.org_no, n.org_no)
        WHEN s.name IS NOT NULL THEN 'name ' || lower(s.name)
        ELSE 'row ' || s._source || ' ' || CAST(s._segment AS VARCHAR) || ' ' || CAST(s._row AS VARCHAR)
    END AS enterprise,
    coalesce(s.org_no, n.org_no) AS org_no,
    coalesce(s.org_no LIKE 'p-%', FALSE) AS sole_trader,
    s.definition,
    CASE
        WHEN s.criteria_met IS NOT NULL
            THEN CASE WHEN s.criteria_met LIKE '%1%' THEN 1 ELSE 0 END + CASE WHEN s.criteria_met LIKE '%2%' THEN 1 ELSE 0 END
                + CASE WHEN s.criteria_met LIKE '%3%' THEN 1 ELSE 0 END + CASE WHEN s.criteria_met LIKE '%4%' THEN 1 ELSE 0 END
                + CASE WHEN s.criteria_met LIKE '%5%' THEN 1 ELSE 0 END
    END AS criteria,
    coalesce(s.valid_from, s.assessed_on) AS counted_from,
    CASE WHEN s.valid_to IS NOT NULL THEN s.valid_to WHEN s.reason_out IS NULL THEN DATE '9999-12-31' END AS counted_to,
    coalesce(s.valid_from, DATE '0001-01-01') AS possible_from,
    CASE
        WHEN s.valid_to IS NOT NULL THEN s.valid_to
        WHEN s.reason_out IS NOT NULL AND s.assessed_on IS NOT NULL THEN CAST(s.assessed_on - INTERVAL '1' DAY AS DATE)
        ELSE DATE '9999-12-31'
    END AS possible_to,
    CASE
        WHEN s.valid_from IS NOT NULL THEN s.valid_from
        WHEN s.reason_in IS NOT NULL AND s.reason_out IS NULL THEN s.assessed_on
    END AS entry,
    s.reason_in,
    CASE
        WHEN s.valid_to IS NOT NULL THEN CAST(s.valid_to + INTERVAL '1' DAY AS DATE)
        WHEN s.reason_out IS NOT NULL THEN s.assessed_on
    END AS exit,
    s.reason_out,
    s._source,
    s._segment,
    s._row
FROM core.organisation_status AS s
LEFT JOIN numbered AS n ON s.org_no IS NULL AND n.municipality = s.municipality AND n.name = lower(s.name)
