/*
title: {sv: Statistik hos jämförbara kommuner, en: Statistics of comparable municipalities}
doc:
  sv: En rad per kommun, kommungrupp, indikator och år, med medianen och spannet för gruppens andra kommuner. Kommunen själv ingår inte. En kommun vars uppgift saknas, eller som har flera olika uppgifter för året, är okänd och ingår varken i medianen eller i spannet.
  en: One row per municipality, group of municipalities, indicator and year, with the median and the span of the other municipalities of the group. The municipality itself is not included. A municipality without a figure, or with several different ones for the year, is unknown and neither in the median nor in the span.
materialized: table
columns:
  municipality: Municipality that is compared.
  peer_group: Group of municipalities.
  indicator: Indicator.
  year: Year.
  own: Figure of the municipality itself; NULL if unknown.
  median: Median of the others; the mean of the two in the middle if their number is even; NULL if none is known.
  lowest: Lowest of the others.
  highest: Highest of the others.
  peers: Number of the others whose figure is known.
  unknown: Number of the others whose figure is unknown.
*/
WITH stated AS (
    SELECT
        indicator,
        area AS municipality,
        CAST(extract(year FROM period) AS INTEGER) AS year,
        CASE WHEN min(value) = max(value) THEN min(value) END AS value
    FROM core.indicator
    WHERE coalesce(sex, 'T') = 'T'
    GROUP BY indicator, area, CAST(extract(year FROM period) AS INTEGER)
),
pairs AS (
    SELECT DISTINCT a.group_id, a.municipality, b.municipality AS peer
    FROM core.municipality_group AS a
    INNER JOIN core.municipality_group AS b ON b.group_id = a.group_id AND b.municipality <> a.municipality
),
-- The indicators and years that somebody of the group has.
asked AS (
    SELECT DISTINCT g.group_id, s.indicator, s.year
    FROM core.municipality_group AS g
    INNER JOIN stated AS s ON s.municipality = g.municipality
),
compared AS (
    SELECT p.group_id, p.municipality, a.indicator, a.year, s.value
    FROM pairs AS p
    INNER JOIN asked AS a ON a.group_id = p.group_id
    LEFT JOIN stated AS s ON s.municipality = p.peer AND s.indicator = a.indicator AND s.year = a.year
),
counted AS (
    SELECT
        group_id,
        municipality,
        indicator,
        year,
        min(value) AS lowest,
        max(value) AS highest,
        count(value) AS peers,
        count(*) - count(value) AS unknown
    FROM compared
    GROUP BY group_id, municipality, indicator, year
),
ranked AS (
    SELECT
        group_id,
        municipality,
        indicator,
        year,
        CAST(value AS DOUBLE) AS value,
        row_number() OVER (PARTITION BY group_id, municipality, indicator, year ORDER BY value) AS place
    FROM compared
    WHERE value IS NOT NULL
),
middle AS (
    SELECT r.group_id, r.municipality, r.indicator, r.year, avg(CAST(r.value AS DOUBLE)) AS median
    FROM ranked AS r
    INNER JOIN counted AS c ON c.group_id = r.group_id AND c.municipality = r.municipality AND c.indicator = r.indicator AND c.year = r.year
    WHERE 2 * r.place BETWEEN c.peers AND c.peers + 2
    GROUP BY r.group_id, r.municipality, r.indicator, r.year
)
SELECT
    c.municipality,
    c.group_id AS peer_group,
    c.indicator,
    c.year,
    own.value AS own,
    m.median,
    c.lowest,
    c.highest,
    c.peers,
    c.unknown
FROM counted AS c
LEFT JOIN middle AS m ON m.group_id = c.group_id AND m.municipality = c.municipality AND m.indicator = c.indicator AND m.year = c.year
LEFT JOIN stated AS own ON own.municipality = c.municipality AND own.indicator = c.indicator AND own.year = c.year
