/*
title: {sv: Osäkerheten i det dubbla värdet, en: Uncertainty of the double value}
doc:
  sv: Kvantiler och sannolikheter av dragningarna, och det dubbla värdet med varje indata i sitt låga och höga läge. En kvantil är värdet på sin plats i storleksordning, inget medelvärde.
  en: Quantiles and probabilities of the draws, and the double value with each input at its low and high end. A quantile is the value at its rank, not a mean.
materialized: table
columns:
  everywhere: Whether the row is for all municipalities.
  municipality: Buying municipality; empty if unknown, or if the row is for all.
  at_value: Double value with all inputs at their value.
  p5: 5 % quantile of the double value.
  p50: 50 % quantile.
  p95: 95 % quantile.
  p_dv_ge_2: Share of the draws in which the double value is at least 2.
  p_e_gt_0: Share of the draws in which the social krona is above 0.
  effect_low: Double value with the effect at the low end of its 90 % interval; the other inputs have their value.
  effect_high: The same at the high end.
  displacement_low: Double value with the lowest reasonable displacement.
  displacement_high: The same with the highest.
  reference_price_low: Double value with the lowest reasonable reference price.
  reference_price_high: The same with the highest.
  discount_rate_low: Double value with the lowest reasonable discount rate.
  discount_rate_high: The same with the highest.
  drop_off_low: Double value with the lowest reasonable drop-off.
  drop_off_high: The same with the highest.
*/
WITH cases AS (
    SELECT *, CASE WHEN case_no > 0 THEN 1 ELSE 0 END AS drawn
    FROM metric.double_value_draw
),
sizes AS (
    SELECT
        everywhere,
        municipality,
        sum(drawn) AS draws,
        -- With one unknown draw all are unknown.
        sum(CASE WHEN drawn = 1 AND dv IS NULL THEN 1 ELSE 0 END) = 0 AS known
    FROM cases
    GROUP BY everywhere, municipality
),
ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY everywhere, municipality, drawn ORDER BY dv, case_no) AS rank_no
    FROM cases
)
SELECT
    r.everywhere,
    r.municipality,
    max(CASE WHEN r.case_no = 0 THEN r.dv END) AS at_value,
    max(CASE WHEN s.known AND r.drawn = 1 AND r.rank_no = ceil(s.draws * 0.05) THEN r.dv END) AS p5,
    max(CASE WHEN s.known AND r.drawn = 1 AND r.rank_no = ceil(s.draws * 0.5) THEN r.dv END) AS p50,
    max(CASE WHEN s.known AND r.drawn = 1 AND r.rank_no = ceil(s.draws * 0.95) THEN r.dv END) AS p95,
    sum(CASE WHEN s.known AND r.drawn = 1 THEN CASE WHEN r.dv >= 2 THEN 1 ELSE 0 END END) / CAST(nullif(min(s.draws), 0) AS DOUBLE) AS p_dv_ge_2,
    sum(CASE WHEN s.known AND r.drawn = 1 THEN CASE WHEN r.e > 0 THEN 1 ELSE 0 END END) / CAST(nullif(min(s.draws), 0) AS DOUBLE) AS p_e_gt_0,
    max(CASE WHEN r.case_no = -1 THEN r.dv END) AS effect_low,
    max(CASE WHEN r.case_no = -2 THEN r.dv END) AS effect_high,
    max(CASE WHEN r.case_no = -3 THEN r.dv END) AS displacement_low,
    max(CASE WHEN r.case_no = -4 THEN r.dv END) AS displacement_high,
    max(CASE WHEN r.case_no = -5 THEN r.dv END) AS reference_price_low,
    max(CASE WHEN r.case_no = -6 THEN r.dv END) AS reference_price_high,
    max(CASE WHEN r.case_no = -7 THEN r.dv END) AS discount_rate_low,
    max(CASE WHEN r.case_no = -8 THEN r.dv END) AS discount_rate_high,
    max(CASE WHEN r.case_no = -9 THEN r.dv END) AS drop_off_low,
    max(CASE WHEN r.case_no = -10 THEN r.dv END) AS drop_off_high
FROM ranked AS r
INNER JOIN sizes AS s ON s.everywhere = r.everywhere AND s.municipality = r.municipality
GROUP BY r.everywhere, r.municipality
