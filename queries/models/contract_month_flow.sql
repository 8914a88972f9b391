/*
title: {sv: Det sociala värdet månad för månad, en: The social value month by month}
doc:
  sv: >-
    Vad varje avtal i det dubbla värdet ger var och en, per månad efter starten, efter undanträngning, nedräknat och före lönestöd och inkomstutjämning. En skattad effekt fördelas på deltagarnas observerade månader, en antagen effekts år på tolv lika delar. Månaderna summerar till det dubbla värdets belopp.
  en: >-
    What each contract in the double value gives each recipient, by month since the start, after displacement, discounted, and before wage subsidies and income equalisation. An estimated effect is spread over the participants' observed months, each year of an assumed effect over twelve equal parts. The months add up to the amounts of the double value.
materialized: table
columns:
  contract_id: Contract.
  months_after: Number of the month since the start, from 1, which is the start month.
  kommun: SEK to municipalities.
  region: SEK to regions.
  stat: SEK to the state, before wage subsidies.
  individ: SEK to persons, those displaced included.
*/
WITH digits AS (
    SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (d)
),
numbers AS (
    SELECT a.d + 10 * b.d + 100 * c.d AS n
    FROM digits AS a
    CROSS JOIN digits AS b
    CROSS JOIN digits AS c
),
estimated AS (
    SELECT
        x.contract_id,
        x.residence,
        x.months_after,
        sum(e.work * x.years) AS person_years,
        sum(e.kommun * x.years) AS kommun,
        sum(e.region * x.years) AS region,
        sum(e.stat * x.years) AS stat,
        sum(e.individ * x.years) AS individ
    FROM metric.exposure_month AS x
    INNER JOIN metric.residence_effect AS e ON e.residence = x.residence AND e.block = x.block
    GROUP BY x.contract_id, x.residence, x.months_after
),
series AS (
    SELECT
        contract_id,
        residence,
        TRY_CAST(substr(name, length('employment_effect.') + 1) AS INTEGER) AS t,
        CAST(value AS DOUBLE) AS effect
    FROM metric.parameter_in_force
    WHERE name LIKE 'employment_effect.%'
),
yearly AS (
    -- After the last year of the series the effect falls off each year, if a drop-off is stated.
    SELECT
        a.contract_id,
        a.residence,
        n.n AS t,
        CASE WHEN n.n <= a.last_year THEN s.effect ELSE last.effect * power(1 - CAST(r.drop_off AS DOUBLE), n.n - a.last_year) END
            * power(1 + CAST(r.discount_rate AS DOUBLE), -n.n) AS person_years
    FROM metric.assumed_effect AS a
    INNER JOIN metric.contract_rate AS r ON r.contract_id = a.contract_id AND r.residence = a.residence
    INNER JOIN numbers AS n ON n.n <= a.last_year OR (r.drop_off > 0 AND n.n < r.horizon)
    LEFT JOIN series AS s ON s.contract_id = a.contract_id AND s.residence = a.residence AND s.t = n.n
    LEFT JOIN series AS last ON last.contract_id = a.contract_id AND last.residence = a.residence AND last.t = a.last_year
    WHERE a.person_years IS NOT NULL
),
assumed AS (
    SELECT y.contract_id, y.residence, 12 * y.t + n.n + 1 AS months_after, CAST(y.person_years AS DOUBLE) / 12 AS person_years
    FROM yearly AS y
    INNER JOIN numbers AS n ON n.n < 12
),
monthly AS (
    SELECT
        e.contract_id,
        e.residence,
        x.months_after,
        x.person_years / nullif(CAST(f.participants AS DOUBLE), 0) AS person_years,
        CASE WHEN e.kronor_estimated THEN x.kommun END AS kommun,
        CASE WHEN e.kronor_estimated THEN x.region END AS region,
        CASE WHEN e.kronor_estimated THEN x.stat END AS stat,
        CASE WHEN e.kronor_estimated THEN x.individ END AS individ,
        e.kronor_estimated
    FROM metric.contract_effect AS e
    INNER JOIN estimated AS x ON x.contract_id = e.contract_id AND x.residence = e.residence
    INNER JOIN metric.contract_scope AS f ON f.contract_id = e.contract_id AND f.residence = e.residence
    WHERE e.basis = 'estimated'
    UNION ALL
    SELECT e.contract_id, e.residence, x.months_after, x.person_years, NULL, NULL, NULL, NULL, FALSE
    FROM metric.contract_effect AS e
    INNER JOIN assumed AS x ON x.contract_id = e.contract_id AND x.residence = e.residence
    WHERE e.basis = 'assumed'
),
net AS (
    SELECT
        m.contract_id,
        m.months_after,
        1 - CAST(r.displacement AS DOUBLE) AS kept,
        CASE WHEN m.kronor_estimated THEN m.kommun ELSE m.person_years * f.kommun END AS kommun,
        CASE WHEN m.kronor_estimated THEN m.region ELSE m.person_years * f.region END AS region,
        CASE WHEN m.kronor_estimated THEN m.stat ELSE m.person_years * f.stat END AS stat,
        CASE WHEN m.kronor_estimated THEN m.individ ELSE m.person_years * f.individ END AS individ
    FROM monthly AS m
    INNER JOIN metric.contract_rate AS r ON r.contract_id = m.contract_id AND r.residence = m.residence
    INNER JOIN metric.participant_year_flow AS f ON f.contract_id = m.contract_id AND f.residence = m.residence
)
SELECT
    n.contract_id,
    n.months_after,
    sum(n.kept * n.kommun) AS kommun,
    sum(n.kept * n.region) AS region,
    sum(n.kept * n.stat) AS stat,
    sum(n.kept * n.individ) AS individ
FROM net AS n
-- Only contracts of which everything is known are in the double value.
INNER JOIN metric.contract_value AS v ON v.contract_id = n.contract_id AND v.covered
GROUP BY n.contract_id, n.months_after
