/*
title: {sv: Skikt i grundavdrag och jobbskatteavdrag, en: Brackets of the basic allowance and the tax credit}
doc:
  sv: "Styckvis linjära formler ur parametrarna grundavdrag.N, jobbskatteavdrag.N, grundavdrag_aldre.N och jobbskatteavdrag_aldre.N, omfattning all, omräknade från antal prisbasbelopp till kronor. Ett skikt anges med from, slope och antingen base (belopp vid den nedre gränsen) eller constant (det belopp som linjen har vid inkomsten 0)."
  en: "Piecewise linear formulas from the parameters grundavdrag.N, jobbskatteavdrag.N, grundavdrag_aldre.N and jobbskatteavdrag_aldre.N, scope all, converted from multiples of prisbasbelopp to SEK. A bracket is stated by from, slope and either base (the amount at the lower bound) or constant (the amount that the line has at the income 0)."
materialized: table
columns:
  formula: grundavdrag, jobbskatteavdrag, grundavdrag_aldre or jobbskatteavdrag_aldre.
  bracket: Number of the bracket, from 1.
  above: Lower bound; the bracket applies to incomes above it, SEK per year.
  base: Amount at the lower bound, SEK per year.
  slope: Change per krona above the lower bound.
*/
WITH parts AS (
    SELECT
        split_part(name, '.', 1) AS formula,
        TRY_CAST(split_part(name, '.', 2) AS INTEGER) AS bracket,
        TRY_CAST(max(CASE WHEN split_part(name, '.', 3) = 'from' THEN value END) AS DECIMAL(12, 6)) AS above,
        TRY_CAST(max(CASE WHEN split_part(name, '.', 3) = 'base' THEN value END) AS DECIMAL(12, 6)) AS base,
        TRY_CAST(max(CASE WHEN split_part(name, '.', 3) = 'constant' THEN value END) AS DECIMAL(12, 6)) AS constant,
        TRY_CAST(max(CASE WHEN split_part(name, '.', 3) = 'slope' THEN value END) AS DECIMAL(9, 6)) AS slope
    FROM metric.parameter_current
    WHERE scope = 'all'
      AND (name LIKE 'grundavdrag.%' OR name LIKE 'jobbskatteavdrag.%' OR name LIKE 'grundavdrag_aldre.%' OR name LIKE 'jobbskatteavdrag_aldre.%')
    GROUP BY split_part(name, '.', 1), TRY_CAST(split_part(name, '.', 2) AS INTEGER)
)
SELECT
    parts.formula,
    parts.bracket,
    TRY_CAST(parts.above * TRY_CAST(pbb.value AS DECIMAL(12, 2)) AS DECIMAL(18, 6)) AS above,
    TRY_CAST(TRY_CAST(coalesce(parts.base, parts.constant + CAST(parts.slope AS DECIMAL(18, 6)) * parts.above) AS DECIMAL(28, 9)) * TRY_CAST(pbb.value AS DECIMAL(10, 2)) AS DECIMAL(18, 6)) AS base,
    parts.slope
FROM parts
INNER JOIN metric.parameter_current AS pbb ON pbb.name = 'prisbasbelopp' AND pbb.scope = 'all' AND pbb.value IS NOT NULL
WHERE parts.bracket IS NOT NULL
  -- If a bracket lacks a number, its incomes would fall into the bracket below.
  AND parts.formula NOT IN (SELECT formula FROM parts WHERE bracket IS NOT NULL AND (above IS NULL OR coalesce(base, constant) IS NULL OR slope IS NULL))
