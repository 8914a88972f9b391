/*
title: {sv: Definition som har ändrats, en: Changed definition}
doc:
  sv: En indikator har haft mer än en titel, definition eller enhet. Värden före och efter ändringen kan betyda olika saker; alla lydelser finns i core.indicator_definition.
  en: An indicator has had more than one title, definition or unit. Values from before and after the change may mean different things; all wordings are in core.indicator_definition.
severity: warn
message:
  sv: "{metric} i källan {_source}: {what} ändrad, senast sedd {since}. Förut: {old_title}. Nu: {new_title}. Läs definitionerna innan du jämför år."
  en: "{metric} in source {_source}: {what_en} changed, last seen {since}. Before: {old_title}. Now: {new_title}. Read the definitions before comparing years."
*/
WITH wordings AS (
    -- A source may give an unchanged wording a new version.
    SELECT
        d._source,
        d.indicator,
        d.title,
        d.definition,
        d.unit,
        max(coalesce(d.seen, d.published)) AS since,
        max(d._segment) AS segment,
        max(d._row) AS place
    FROM core.indicator_definition AS d
    WHERE d.indicator IN (SELECT indicator FROM core.indicator)
    GROUP BY d._source, d.indicator, d.title, d.definition, d.unit
),
ordered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY _source, indicator
            ORDER BY coalesce(since, DATE '0001-01-01') DESC, segment DESC, place DESC
        ) AS age
    FROM wordings
)
SELECT
    a._source,
    a.indicator AS metric,
    a.since,
    CASE
        WHEN coalesce(a.title, '') <> coalesce(b.title, '') THEN 'titel'
        WHEN coalesce(a.definition, '') <> coalesce(b.definition, '') THEN 'definition'
        ELSE 'enhet'
    END AS what,
    CASE
        WHEN coalesce(a.title, '') <> coalesce(b.title, '') THEN 'title'
        WHEN coalesce(a.definition, '') <> coalesce(b.definition, '') THEN 'definition'
        ELSE 'unit'
    END AS what_en,
    coalesce(b.title, '–') AS old_title,
    coalesce(a.title, '–') AS new_title
FROM ordered AS a
INNER JOIN ordered AS b ON b._source = a._source AND b.indicator = a.indicator AND b.age = 2
WHERE a.age = 1
