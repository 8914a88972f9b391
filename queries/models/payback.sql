/*
title: {sv: Återbetalning per mottagare, en: Payback by bearer}
doc:
  sv: >-
    För avtalen i det dubbla värdet, per köpande kommun och för alla: vad var och en har lagt ut, vad den har fått tillbaka under uppföljningen och efter hur många månader det senare nådde det förra. Kommunen lägger ut C, staten lönestödet G och det som den betalar personer, regionen ingenting. public är de tre tillsammans; all räknar också det som personerna får.
  en: >-
    For the contracts in the double value, by buying municipality and for all of them: what each bearer has paid, what it got back within the follow-up, and after how many months the latter reached the former. The municipality pays C, the state the wage subsidies G and what it pays persons, the region nothing. public is the three together; all counts what persons get too.
materialized: table
columns:
  level: municipality or all.
  municipality: Buying municipality; NULL if unknown, or for all.
  bearer: kommun, region, stat, public or all.
  cost: What it paid, SEK.
  returned: What it got back in all months, SEK.
  observed: Number of the last month with a flow; NULL if there is none.
  months: Number of months since the start after which returned had reached cost, 0 if nothing was paid; NULL if it is not reached.
*/
WITH paid AS (
    SELECT contract_id, municipality, 'kommun' AS bearer, cost FROM metric.contract_value WHERE covered
    UNION ALL
    SELECT contract_id, municipality, 'region', 0 FROM metric.contract_value WHERE covered
    UNION ALL
    SELECT contract_id, municipality, 'stat', subsidy + person_payment FROM metric.contract_value WHERE covered
    UNION ALL
    SELECT contract_id, municipality, 'public', cost + subsidy + person_payment FROM metric.contract_value WHERE covered
    UNION ALL
    -- What the state pays persons is theirs, so it is no cost of all together.
    SELECT contract_id, municipality, 'all', cost + subsidy FROM metric.contract_value WHERE covered
),
flows AS (
    SELECT contract_id, months_after, 'kommun' AS bearer, kommun AS kronor FROM metric.contract_month_flow
    UNION ALL
    SELECT contract_id, months_after, 'region', region FROM metric.contract_month_flow
    UNION ALL
    SELECT contract_id, months_after, 'stat', stat FROM metric.contract_month_flow
    UNION ALL
    SELECT contract_id, months_after, 'public', kommun + region + stat FROM metric.contract_month_flow
    UNION ALL
    SELECT contract_id, months_after, 'all', kommun + region + stat + individ FROM metric.contract_month_flow
),
costs AS (
    SELECT 'municipality' AS level, municipality, bearer, sum(cost) AS cost
    FROM paid
    GROUP BY municipality, bearer
    UNION ALL
    SELECT 'all', NULL, bearer, sum(cost)
    FROM paid
    GROUP BY bearer
),
monthly AS (
    SELECT 'municipality' AS level, p.municipality, f.bearer, f.months_after, sum(f.kronor) AS kronor
    FROM flows AS f
    INNER JOIN paid AS p ON p.contract_id = f.contract_id AND p.bearer = f.bearer
    GROUP BY p.municipality, f.bearer, f.months_after
    UNION ALL
    SELECT 'all', NULL, bearer, months_after, sum(kronor)
    FROM flows
    GROUP BY bearer, months_after
),
cumulated AS (
    SELECT
        level,
        municipality,
        bearer,
        months_after,
        kronor,
        CAST(sum(kronor) OVER (PARTITION BY level, municipality, bearer ORDER BY months_after ROWS UNBOUNDED PRECEDING) AS DECIMAL(28, 2)) AS total
    FROM monthly
)
SELECT
    c.level,
    c.municipality,
    c.bearer,
    CAST(c.cost AS DECIMAL(28, 2)) AS cost,
    CAST(coalesce(sum(m.kronor), 0) AS DECIMAL(28, 2)) AS returned,
    max(m.months_after) AS observed,
    CASE WHEN c.cost <= 0 THEN 0 ELSE min(CASE WHEN m.total >= c.cost THEN m.months_after END) END AS months
FROM costs AS c
LEFT JOIN cumulated AS m ON m.level = c.level AND m.bearer = c.bearer AND coalesce(m.municipality, '') = coalesce(c.municipality, '')
GROUP BY c.level, c.municipality, c.bearer, c.cost
