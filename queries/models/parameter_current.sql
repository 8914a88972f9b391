/*
title: {sv: Parametrar i kraft under basåret, en: Parameters in force in the base year}
doc:
  sv: En rad per namn och omfattning. Projektets egna rader går före de inbyggda (källan dubbelkrona), därefter den med senast valid_from. En egen rad med tomt värde gäller och värdet är då okänt; en inbyggd rad utan värde räknas inte. En sats som räknas per dag (by_day) är medelvärdet över basårets dagar; övriga är de som gäller den första dagen.
  en: One row per name and scope. The project's own rows take precedence over the built-in ones (source dubbelkrona), then the latest valid_from. A row of the project with a blank value is used and its value is unknown; a built-in row without a value is ignored. A rate that counts by day (by_day) is the mean over the days of the base year; the others are those in force on its first day.
materialized: table
columns:
  name: Name of the parameter.
  scope: all, region, municipality or contract.
  place: Which municipality decides the value, residence for taxes and benefits, buyer for the rest.
  value: Value, the mean over year_share; NULL if a row of the project is blank.
  year_share: Share of the days of the base year for which there is a row, 1 for a parameter that does not count by day.
  low: Lowest reasonable value.
  high: Highest reasonable value.
  distribution: How the uncertainty is distributed.
  unit: Unit.
  grade: found, recalled, assumed or missing; that of the last days if rows differ.
  valid_from: First day of the last row.
  origin: Source that delivered the last row.
  evidence: Where the value comes from.
*/
WITH candidates AS (
    SELECT
        p.*,
        coalesce(d.place, 'buyer') AS place,
        coalesce(d.by_day, FALSE) AS by_day,
        b.day AS first_day,
        CAST(b.day + INTERVAL '12' MONTH AS DATE) AS end_day
    FROM core.parameter AS p
    CROSS JOIN metric.base_year AS b
    LEFT JOIN metric.parameter_definition AS d ON d.name = p.name OR d.prefix = substr(p.name, 1, length(d.prefix))
    WHERE (p.value IS NOT NULL OR p._source <> 'dubbelkrona')
      AND p.valid_from <= CASE WHEN coalesce(d.by_day, FALSE) THEN CAST(b.day + INTERVAL '12' MONTH - INTERVAL '1' DAY AS DATE) ELSE b.day END
      AND (p.valid_to IS NULL OR p.valid_to >= b.day)
),
-- The base year in pieces within which no row begins or ends.
bounds AS (
    SELECT name, scope, CASE WHEN valid_from > first_day THEN valid_from ELSE first_day END AS piece, end_day FROM candidates
    UNION
    SELECT name, scope, CAST(valid_to + INTERVAL '1' DAY AS DATE), end_day FROM candidates WHERE by_day AND valid_to + INTERVAL '1' DAY < end_day
),
pieces AS (
    SELECT
        name,
        scope,
        piece,
        lag(piece) OVER (PARTITION BY name, scope ORDER BY piece DESC) AS next_piece,
        end_day
    FROM bounds
),
ranked AS (
    SELECT
        c.*,
        s.next_piece,
        date_diff('day', s.piece, coalesce(s.next_piece, s.end_day)) AS days,
        row_number() OVER (
            PARTITION BY s.name, s.scope, s.piece
            ORDER BY CASE WHEN c._source = 'dubbelkrona' THEN 1 ELSE 0 END, c.valid_from DESC, CASE WHEN c.value IS NULL THEN 0 ELSE 1 END, c._source, c._row
        ) AS rank_no
    FROM pieces AS s
    INNER JOIN candidates AS c
        ON c.name = s.name AND c.scope = s.scope AND s.piece >= CASE WHEN c.valid_from > c.first_day THEN c.valid_from ELSE c.first_day END
        AND (c.valid_to IS NULL OR c.valid_to >= s.piece)
),
used AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY name, scope ORDER BY next_piece DESC NULLS FIRST) AS place_no
    FROM ranked
    WHERE rank_no = 1
)
SELECT
    name,
    scope,
    min(place) AS place,
    CASE
        WHEN count(value) < count(*) THEN NULL
        WHEN min(value) = max(value) THEN min(value)
        ELSE TRY_CAST(sum(CAST(value AS DOUBLE) * days) / sum(days) AS DECIMAL(18, 6))
    END AS value,
    CASE WHEN max(CASE WHEN by_day THEN 1 ELSE 0 END) = 1 THEN CAST(sum(days) AS DOUBLE) / min(date_diff('day', first_day, end_day)) ELSE CAST(1 AS DOUBLE) END AS year_share,
    max(CASE WHEN place_no = 1 THEN low END) AS low,
    max(CASE WHEN place_no = 1 THEN high END) AS high,
    max(CASE WHEN place_no = 1 THEN distribution END) AS distribution,
    max(CASE WHEN place_no = 1 THEN unit END) AS unit,
    max(CASE WHEN place_no = 1 THEN grade END) AS grade,
    max(CASE WHEN place_no = 1 THEN valid_from END) AS valid_from,
    max(CASE WHEN place_no = 1 THEN _source END) AS origin,
    max(CASE WHEN place_no = 1 THEN source END) AS evidence
FROM used
GROUP BY name, scope
