/*
title: {sv: Dubbla värdet i varje dragning, en: Double value in each draw}
doc:
  sv: >-
    Det dubbla värdet och den sociala kronan i varje fall av uncertainty_case, per köpande kommun och för alla. En indata har samma
    plats i fördelningen för alla avtal, så att osäkerheten är fullt korrelerad mellan dem. Lönestöden dras inte.
  en: >-
    The double value and the social krona in each case of uncertainty_case, by buying municipality and for all. An input has the
    same place in the distribution of all contracts, so that their uncertainty is fully correlated. Wage subsidies are not drawn.
columns:
  everywhere: Whether the row is for all municipalities.
  municipality: Buying municipality; empty if unknown, or if the row is for all.
  case_no: Draw from 1, 0 for the value, or negative for an end of an input.
  dv: Double value; NULL if unknown.
  e: Social krona; NULL if unknown.
*/
WITH placed AS (
    SELECT
        i.class,
        c.case_no,
        i.input,
        CAST(i.value AS DOUBLE) AS value,
        CAST(i.low AS DOUBLE) AS low,
        CAST(i.high AS DOUBLE) AS high,
        i.normal,
        c.u,
        c.z,
        CASE WHEN i.input = 'discount_rate' THEN -50 ELSE 0 END AS lowest,
        CASE WHEN i.input IN ('discount_rate', 'reference_price') THEN 100 ELSE 1 END AS highest
    FROM (SELECT DISTINCT class, input, value, low, high, normal FROM metric.contract_input) AS i
    INNER JOIN metric.uncertainty_case AS c ON c.input = i.input
),
drawn AS (
    SELECT
        class,
        case_no,
        input,
        value,
        lowest,
        highest,
        CASE
            WHEN value IS NULL OR u IS NULL OR low = high THEN value
            WHEN normal THEN value + z * (high - low) / (2 * CAST(1.644853627 AS DOUBLE))
            WHEN u * (high - low) <= value - low THEN low + sqrt(u * (high - low) * (value - low))
            ELSE high - sqrt((1 - u) * (high - low) * (high - value))
        END AS drawn
    FROM placed
),
limited AS (
    SELECT
        class,
        case_no,
        input,
        value,
        CASE WHEN drawn < lowest THEN lowest WHEN drawn > highest THEN highest ELSE drawn END AS drawn
    FROM drawn
),
inputs AS (
    SELECT
        class,
        case_no,
        1 - max(CASE WHEN input = 'displacement' THEN drawn END) AS kept,
        max(CASE WHEN input = 'reference_price' THEN drawn / CAST(nullif(value, 0) AS DOUBLE) END) AS price,
        1 + max(CASE WHEN input = 'discount_rate' THEN drawn END) / CAST(100 AS DOUBLE) AS growth,
        1 - max(CASE WHEN input = 'drop_off' THEN drawn END) AS lasting
    FROM limited
    GROUP BY class, case_no
),
-- Years after the last one of the series are a geometric series with this ratio.
ratios AS (
    SELECT *, lasting / CAST(growth AS DOUBLE) AS ratio FROM inputs
),
years AS (
    SELECT DISTINCT class, year, years_after
    FROM metric.double_value_term
),
factors AS (
    SELECT
        i.class,
        i.case_no,
        y.year,
        y.years_after,
        i.price,
        coalesce(c.z, 0) AS z,
        i.kept * power(i.growth, -y.year)
            * CASE
                WHEN y.years_after = 0 THEN 1
                WHEN i.ratio = 1 THEN y.years_after
                ELSE i.ratio * (1 - power(i.ratio, y.years_after)) / CAST(1 - i.ratio AS DOUBLE)
            END AS factor
    FROM ratios AS i
    INNER JOIN years AS y ON y.class = i.class
    INNER JOIN metric.uncertainty_case AS c ON c.case_no = i.case_no AND c.input = 'effect'
),
terms AS (
    SELECT FALSE AS everywhere, municipality, class, year, years_after, cost, service_value, subsidy, labour, labour_se
    FROM metric.double_value_term
    UNION ALL
    SELECT
        TRUE,
        '',
        class,
        year,
        years_after,
        sum(cost),
        sum(service_value),
        sum(subsidy),
        CASE WHEN count(labour) = count(*) THEN sum(labour) END,
        CASE WHEN count(labour_se) = count(*) THEN sum(labour_se) END
    FROM metric.double_value_term
    GROUP BY class, year, years_after
),
-- Sums of decimals are the same in any order, sums of doubles are not.
amounts AS (
    SELECT
        t.everywhere,
        t.municipality,
        f.case_no,
        TRY_CAST(t.service_value * f.price AS DECIMAL(28, 2)) AS service_value,
        TRY_CAST((t.labour + CASE WHEN f.z = 0 THEN 0 ELSE f.z * t.labour_se END) * f.factor AS DECIMAL(28, 2)) AS labour_value
    FROM terms AS t
    INNER JOIN factors AS f ON f.class = t.class AND f.year = t.year AND f.years_after = t.years_after
),
added AS (
    SELECT
        everywhere,
        municipality,
        case_no,
        CASE WHEN count(service_value + labour_value) = count(*) THEN sum(service_value) END AS service_value,
        sum(labour_value) AS labour_value
    FROM amounts
    GROUP BY everywhere, municipality, case_no
),
bought AS (
    SELECT everywhere, municipality, sum(subsidy) AS subsidy, nullif(sum(cost), 0) AS cost
    FROM terms
    GROUP BY everywhere, municipality
)
SELECT
    a.everywhere,
    a.municipality,
    a.case_no,
    (a.service_value + a.labour_value - b.subsidy) / CAST(b.cost AS DOUBLE) AS dv,
    CASE WHEN a.service_value IS NOT NULL THEN (a.labour_value - b.subsidy) / CAST(b.cost AS DOUBLE) END AS e
FROM added AS a
INNER JOIN bought AS b ON b.everywhere = a.everywhere AND b.municipality = a.municipality
