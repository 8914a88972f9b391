/*
title: {sv: Registren från mättillfälle till mättillfälle, en: The registers from measurement to measurement}
doc:
  sv: En rad per kommun och mättillfälle, utom det första, med antalet vid början och slutet och vad som förklarar skillnaden. Det som ingen rad förklarar är unexplained, så att början + in − ut + unexplained = slutet. Är början eller slutet okänt är allt däremellan det.
  en: One row per municipality and measurement, except the first, with the number at the start and the end and what explains the difference. What no row explains is unexplained, so that start + in − out + unexplained = end. If start or end is unknown, so is everything between them.
materialized: table
columns:
  municipality: Municipality.
  first_day: Day of the measurement before.
  last_day: Day of the measurement.
  day: Last day of the measurement's year.
  registered: Whether the municipality has a register, in which reasons can be stated.
  start_count: Number at the start; NULL if unknown.
  started: Number that started.
  discovered: Number that were discovered.
  redefined_in: Number that came in by a changed definition.
  bankruptcy: Number that went out by bankruptcy.
  closed: Number that closed.
  redefined_out: Number that went out by a changed definition.
  unexplained: Change that no reason is stated for.
  end_count: Number at the end; NULL if unknown.
*/
WITH steps AS (
    SELECT
        municipality,
        day AS last_day,
        year,
        enterprises AS end_count,
        lag(day) OVER (PARTITION BY municipality ORDER BY day) AS first_day,
        lag(enterprises) OVER (PARTITION BY municipality ORDER BY day) AS start_count
    FROM metric.register_count
),
explained AS (
    SELECT
        s.municipality,
        s.first_day,
        s.last_day,
        s.year,
        r.municipality IS NOT NULL AS registered,
        s.start_count,
        s.end_count,
        s.start_count IS NOT NULL AND s.end_count IS NOT NULL AS known,
        count(CASE WHEN e.direction = 'in' AND e.reason = 'started' THEN 1 END) AS started,
        count(CASE WHEN e.direction = 'in' AND e.reason = 'discovered' THEN 1 END) AS discovered,
        count(CASE WHEN e.direction = 'in' AND e.reason = 'redefined' THEN 1 END) AS redefined_in,
        count(CASE WHEN e.direction = 'out' AND e.reason = 'bankruptcy' THEN 1 END) AS bankruptcy,
        count(CASE WHEN e.direction = 'out' AND e.reason = 'closed' THEN 1 END) AS closed,
        count(CASE WHEN e.direction = 'out' AND e.reason = 'redefined' THEN 1 END) AS redefined_out
    FROM steps AS s
    LEFT JOIN (SELECT DISTINCT municipality FROM metric.register_year) AS r ON r.municipality = s.municipality
    LEFT JOIN metric.register_event AS e ON e.municipality = s.municipality AND e.day > s.first_day AND e.day <= s.last_day
    WHERE s.first_day IS NOT NULL
    GROUP BY s.municipality, s.first_day, s.last_day, s.year, r.municipality, s.start_count, s.end_count
)
SELECT
    municipality,
    first_day,
    last_day,
    CAST(CAST(year AS VARCHAR) || '-12-31' AS DATE) AS day,
    registered,
    start_count,
    CASE WHEN known THEN started END AS started,
    CASE WHEN known THEN discovered END AS discovered,
    CASE WHEN known THEN redefined_in END AS redefined_in,
    CASE WHEN known THEN bankruptcy END AS bankruptcy,
    CASE WHEN known THEN closed END AS closed,
    CASE WHEN known THEN redefined_out END AS redefined_out,
    CASE WHEN known THEN end_count - start_count - started - discovered - redefined_in + bankruptcy + closed + redefined_out END AS unexplained,
    end_count
FROM explained
