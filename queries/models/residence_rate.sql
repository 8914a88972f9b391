/*
title: {sv: Satser per bostadskommun, en: Rates by municipality of residence}
doc:
  sv: "En rad per kommun där någon deltagare bor, med basårets skatter och arbetsgivaravgift: kommunens egen rad går före regionens och den före alla. En sats för ett enskilt avtal räknas inte: personerna jämförs över avtal. NULL är okänt."
  en: "One row per municipality in which a participant lives, with the taxes and the employer contributions of the base year: the municipality's own row takes precedence over the region's, and that over all. A rate of a single contract does not count: persons are compared across contracts. NULL is unknown."
materialized: table
columns:
  residence: Municipality of residence.
  kommunalskatt: Municipal tax rate, share.
  regionskatt: Regional tax rate, share.
  regionreduktion: Regional tax reduction, SEK a year; 0 where none is stated.
  arbetsgivaravgift: Employer contributions, share of the wage.
*/
WITH places AS (
    SELECT DISTINCT municipality AS residence
    FROM metric.participant_once
    WHERE municipality IS NOT NULL
),
scopes AS (
    SELECT residence, 1 AS rank_no, 'municipality:' || residence AS scope FROM places
    UNION ALL
    SELECT residence, 2, 'region:' || substr(residence, 1, 2) FROM places
    UNION ALL
    SELECT residence, 3, 'all' FROM places
),
ranked AS (
    SELECT
        s.residence,
        p.name,
        -- A rate that some days of the year lack is unknown.
        CASE WHEN p.year_share = 1 THEN CAST(p.value AS DECIMAL(28, 6)) END AS value,
        row_number() OVER (PARTITION BY s.residence, p.name ORDER BY s.rank_no) AS place
    FROM scopes AS s
    INNER JOIN metric.parameter_current AS p ON p.scope = s.scope
    WHERE p.name IN ('kommunalskatt', 'regionskatt', 'regionreduktion', 'arbetsgivaravgift')
)
SELECT
    residence,
    TRY_CAST(max(CASE WHEN name = 'kommunalskatt' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS kommunalskatt,
    TRY_CAST(max(CASE WHEN name = 'regionskatt' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS regionskatt,
    coalesce(TRY_CAST(max(CASE WHEN name = 'regionreduktion' THEN value END) AS DECIMAL(18, 2)), CAST(0 AS DECIMAL(18, 2))) AS regionreduktion,
    TRY_CAST(max(CASE WHEN name = 'arbetsgivaravgift' THEN value END) * 0.01 AS DECIMAL(9, 8)) AS arbetsgivaravgift
FROM ranked
WHERE place = 1
GROUP BY residence
