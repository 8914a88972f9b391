/*
title: {sv: Skikt i grundavdrag och jobbskatteavdrag, en: Brackets of the basic deduction and the earned-income credit}
doc:
  sv: Styckvis linjära formler ur parametrarna grundavdrag.N.from/base/slope och jobbskatteavdrag.N.from/base/slope, omfattning all, omräknade från antal prisbasbelopp till kronor.
  en: Piecewise linear formulas from the parameters grundavdrag.N.from/base/slope and jobbskatteavdrag.N.from/base/slope, scope all, converted from multiples of prisbasbelopp to SEK.
materialized: table
columns:
  formula: grundavdrag or jobbskatteavdrag.
  bracket: Number of the bracket, from 1.
  above: Lower bound; the bracket applies to incomes above it, SEK per year.
  base: Amount at the lower bound, SEK per year.
  slope: Change per krona above the lower bound.
*/
WITH parts AS (
    SELECT
        split_part(name, '.', 1) AS formula,
        TRY_CAST(split_part(name, '.', 2) AS INTEGER) AS bracket,
        max(CASE WHEN split_part(name, '.', 3) = 'from' THEN value END) AS above,
        max(CASE WHEN split_part(name, '.', 3) = 'base' THEN value END) AS base,
        max(CASE WHEN split_part(name, '.', 3) = 'slope' THEN value END) AS slope
    FROM metric.parameter_current
    WHERE scope = 'all'
      AND (name LIKE 'grundavdrag.%' OR name LIKE 'jobbskatteavdrag.%')
    GROUP BY split_part(name, '.', 1), TRY_CAST(split_part(name, '.', 2) AS INTEGER)
)
SELECT
    parts.formula,
    parts.bracket,
    TRY_CAST(TRY_CAST(parts.above AS DECIMAL(12, 6)) * TRY_CAST(pbb.value AS DECIMAL(12, 2)) AS DECIMAL(18, 6)) AS above,
    TRY_CAST(TRY_CAST(parts.base AS DECIMAL(12, 6)) * TRY_CAST(pbb.value AS DECIMAL(12, 2)) AS DECIMAL(18, 6)) AS base,
    TRY_CAST(parts.slope AS DECIMAL(9, 6)) AS slope
FROM parts
INNER JOIN metric.parameter_current AS pbb ON pbb.name = 'prisbasbelopp' AND pbb.scope = 'all' AND pbb.value IS NOT NULL
WHERE parts.bracket IS NOT NULL
  -- If a bracket lacks a number, its incomes would fall into the bracket below.
  AND parts.formula NOT IN (SELECT formula FROM parts WHERE bracket IS NOT NULL AND (above IS NULL OR base IS NULL OR slope IS NULL))
