/*
title: {sv: Gränser för vad som sägs om en effekt, en: Limits of what is said of an effect}
doc:
  sv: En rad per parameter som skattningen av effekter använder. De ingår i vad som gör en ny version av en effekt.
  en: One row per parameter that the estimation of effects uses. A change of one makes a new version of an effect.
columns:
  name: Name of the parameter.
  value: Its value; NULL if unknown.
*/
SELECT name, CAST(value AS DOUBLE) AS value
FROM metric.parameter_current
WHERE scope = 'all'
  AND (name = 'effect_min_treated' OR name = 'effect_allowance_matched' OR name = 'effect_allowance_waiting_list' OR name = 'effect_icc')
UNION ALL
SELECT 'base_year', CAST(base_year AS DOUBLE)
FROM metric.base_year
