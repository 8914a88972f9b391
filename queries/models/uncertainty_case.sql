/*
title: {sv: Dragningar och ytterlägen av varje osäker indata, en: Draws and ends of each uncertain input}
doc:
  sv: Fall 1 till 10 000 är dragningarna. I fall 0 har alla indata sitt värde. I de negativa fallen har en indata sitt låga eller höga läge och de övriga sitt värde.
  en: Cases 1 to 10,000 are the draws. In case 0 all inputs have their value. In the negative cases one input is at its low or high end and the others have their value.
columns:
  case_no: Number of the case.
  input: effect, displacement, reference_price, discount_rate or drop_off.
  u: Place in the distribution, 0 for its low and 1 for its high end; NULL for the value.
  z: The same as a quantile of the standard normal distribution; the ends are those of a 90 % interval.
*/
SELECT draw AS case_no, input, u, z
FROM effect.draw
UNION ALL
SELECT
    c.case_no,
    i.input,
    CASE WHEN i.input = c.input THEN c.u END AS u,
    CASE WHEN i.input = c.input THEN c.z END AS z
FROM (VALUES
    (0, '', NULL, NULL),
    (-1, 'effect', CAST(0 AS DOUBLE), CAST(-1.644853627 AS DOUBLE)),
    (-2, 'effect', CAST(1 AS DOUBLE), CAST(1.644853627 AS DOUBLE)),
    (-3, 'displacement', CAST(0 AS DOUBLE), CAST(-1.644853627 AS DOUBLE)),
    (-4, 'displacement', CAST(1 AS DOUBLE), CAST(1.644853627 AS DOUBLE)),
    (-5, 'reference_price', CAST(0 AS DOUBLE), CAST(-1.644853627 AS DOUBLE)),
    (-6, 'reference_price', CAST(1 AS DOUBLE), CAST(1.644853627 AS DOUBLE)),
    (-7, 'discount_rate', CAST(0 AS DOUBLE), CAST(-1.644853627 AS DOUBLE)),
    (-8, 'discount_rate', CAST(1 AS DOUBLE), CAST(1.644853627 AS DOUBLE)),
    (-9, 'drop_off', CAST(0 AS DOUBLE), CAST(-1.644853627 AS DOUBLE)),
    (-10, 'drop_off', CAST(1 AS DOUBLE), CAST(1.644853627 AS DOUBLE))
) AS c (case_no, input, u, z)
CROSS JOIN (VALUES ('effect'), ('displacement'), ('reference_price'), ('discount_rate'), ('drop_off')) AS i (input)
