/*
title: {sv: Antal sociala företag per kommun och dag, en: Number of social enterprises by municipality and day}
doc:
  sv: Vad registren räknar vid varje mättillfälle. En kommun som har rapporterat antalet minst två år räknas efter sina rapporter, en annan efter sitt register vid årets slut. Ett år har ett mättillfälle, det sista; den 1 januari hör till året före. Antalet är okänt om rapporterna säger olika, om det är okänt för någon organisation, eller om registret ännu är tomt.
  en: What the registers count at each measurement. A municipality that has reported the number in two years or more is counted by its reports, another by its register at the end of the year. A year has one measurement, the last; 1 January belongs to the year before. The number is unknown if the reports differ, if it is unknown for some organisation, or if the register is still empty.
materialized: table
columns:
  municipality: Municipality.
  day: Day of the measurement.
  year: Its year.
  reported: Whether the municipality reported the number.
  enterprises: Number of enterprises; NULL if unknown.
*/
WITH reports AS (
    SELECT
        area AS municipality,
        period AS day,
        CAST(extract(year FROM CAST(period - INTERVAL '1' DAY AS DATE)) AS INTEGER) AS year,
        CASE WHEN count(*) = count(value) AND min(value) = max(value) THEN CAST(min(value) AS BIGINT) END AS enterprises
    FROM core.indicator
    WHERE indicator = 'identified_social_enterprises' AND area <> '*' AND coalesce(sex, 'T') = 'T'
    GROUP BY area, period
),
latest AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY municipality, year ORDER BY day DESC) AS place
    FROM reports
),
reported AS (
    SELECT municipality
    FROM latest
    WHERE place = 1
    GROUP BY municipality
    HAVING count(*) > 1
),
counted AS (
    SELECT
        d.municipality,
        d.day,
        count(DISTINCT CASE WHEN d.day BETWEEN e.counted_from AND e.counted_to THEN e.enterprise END) AS sure,
        count(DISTINCT CASE WHEN d.day BETWEEN e.possible_from AND e.possible_to THEN e.enterprise END) AS possible
    FROM (
        SELECT municipality, day FROM metric.register_year
        UNION
        SELECT municipality, CAST(CAST(year - 1 AS VARCHAR) || '-12-31' AS DATE) FROM metric.register_year
    ) AS d
    INNER JOIN metric.social_enterprise AS e ON e.municipality = d.municipality
    GROUP BY d.municipality, d.day
),
first_day AS (
    SELECT municipality, min(counted_from) AS day
    FROM metric.social_enterprise
    GROUP BY municipality
)
SELECT l.municipality, l.day, l.year, TRUE AS reported, l.enterprises
FROM latest AS l
INNER JOIN reported AS r ON r.municipality = l.municipality
WHERE l.place = 1
UNION ALL
SELECT
    c.municipality,
    c.day,
    CAST(extract(year FROM c.day) AS INTEGER),
    FALSE,
    CASE WHEN c.sure = c.possible AND c.day >= f.day THEN c.sure END
FROM counted AS c
INNER JOIN first_day AS f ON f.municipality = c.municipality
LEFT JOIN reported AS r ON r.municipality = c.municipality
WHERE r.municipality IS NULL
