/*
title: {sv: Summor per block av händelsemånader, en: Sums by block of event months}
doc:
  sv: En rad per rad i risk_candidate. Händelsemånad 0 är startmånaden; fyra block ligger före och tre om tolv månader från och med start. Varje summa är skillnaden mellan två löpande summor, så att arbetet växer med antalet månader och inte med antalet månader gånger startmånader.
  en: One row per row of risk_candidate. Event month 0 is the start month; four blocks are before it, and three of twelve months begin with it. Each sum is the difference of two running sums, so that the work grows with the number of months and not with the number of months times start months.
materialized: table
split: person
columns:
  person: Pseudonym.
  start_no: Year times twelve plus month of the start.
  last_work_no: The last month in work before the start, counted in the same way; NULL if none is known.
  enough_history: Whether at least 80 percent of the months of each block before the start are known, 10 of 12 and 5 of 6.
  known_before_36: Known months among event months −36 to −25.
  work_before_36: Months in work among event months −36 to −25.
  known_before_24: Known months among event months −24 to −13.
  work_before_24: Months in work among event months −24 to −13.
  known_before_12: Known months among event months −12 to −7.
  work_before_12: Months in work among event months −12 to −7.
  known_before_6: Known months among event months −6 to −1.
  work_before_6: Months in work among event months −6 to −1.
  known_1: Known months, event months 0 to 11.
  work_1: Months in work, event months 0 to 11.
  subsidised_1: Months in subsidised work, event months 0 to 11.
  known_income_1: Months with known amounts, event months 0 to 11.
  wage_1: Sum of wages of these months, SEK, event months 0 to 11.
  social_assistance_1: Sum of social assistance of these months, SEK, event months 0 to 11.
  unemployment_benefit_1: Sum of unemployment benefit of these months, SEK, event months 0 to 11.
  known_2: Known months, event months 12 to 23.
  work_2: Months in work, event months 12 to 23.
  subsidised_2: Months in subsidised work, event months 12 to 23.
  known_income_2: Months with known amounts, event months 12 to 23.
  wage_2: Sum of wages of these months, SEK, event months 12 to 23.
  social_assistance_2: Sum of social assistance of these months, SEK, event months 12 to 23.
  unemployment_benefit_2: Sum of unemployment benefit of these months, SEK, event months 12 to 23.
  known_3: Known months, event months 24 to 35.
  work_3: Months in work, event months 24 to 35.
  subsidised_3: Months in subsidised work, event months 24 to 35.
  known_income_3: Months with known amounts, event months 24 to 35.
  wage_3: Sum of wages of these months, SEK, event months 24 to 35.
  social_assistance_3: Sum of social assistance of these months, SEK, event months 24 to 35.
  unemployment_benefit_3: Sum of unemployment benefit of these months, SEK, event months 24 to 35.
*/
WITH persons AS (
    SELECT DISTINCT person FROM metric.risk_candidate
),
running AS (
    SELECT
        s.person,
        s.month_no,
        CAST(sum(s.known) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS INTEGER) AS known,
        CAST(sum(s.work) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS INTEGER) AS work,
        CAST(sum(s.subsidised) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS INTEGER) AS subsidised,
        CAST(sum(s.known_income) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS INTEGER) AS known_income,
        CAST(sum(s.wage) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DECIMAL(18, 2)) AS wage,
        CAST(sum(s.social_assistance) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DECIMAL(18, 2)) AS social_assistance,
        CAST(sum(s.unemployment_benefit) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS DECIMAL(18, 2)) AS unemployment_benefit,
        max(CASE WHEN s.work = 1 THEN s.month_no END) OVER (PARTITION BY s.person ORDER BY s.month_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS last_work_no
    FROM metric.person_state AS s
    INNER JOIN persons AS p ON p.person = s.person
),
points AS (
    SELECT point, months FROM (VALUES (0, -37), (1, -25), (2, -13), (3, -7), (4, -1), (5, 11), (6, 23), (7, 35)) AS v (point, months)
),
asked AS (
    -- A block that follow-up cuts off ends with it.
    SELECT
        c.person,
        c.start_no,
        p.point,
        CASE WHEN c.start_no + p.months > f.last_no THEN f.last_no ELSE c.start_no + p.months END AS month_no
    FROM metric.risk_candidate AS c
    CROSS JOIN points AS p
    CROSS JOIN metric.follow_up AS f
),
found AS (
    -- Before a person's first month there is no row, and the sum is 0.
    SELECT
        a.person,
        a.start_no,
        max(CASE WHEN a.point = 4 THEN c.last_work_no END) AS last_work_no,
        coalesce(max(CASE WHEN a.point = 0 THEN c.known END), 0) AS known_0,
        coalesce(max(CASE WHEN a.point = 0 THEN c.work END), 0) AS work_0,
        coalesce(max(CASE WHEN a.point = 1 THEN c.known END), 0) AS known_1,
        coalesce(max(CASE WHEN a.point = 1 THEN c.work END), 0) AS work_1,
        coalesce(max(CASE WHEN a.point = 2 THEN c.known END), 0) AS known_2,
        coalesce(max(CASE WHEN a.point = 2 THEN c.work END), 0) AS work_2,
        coalesce(max(CASE WHEN a.point = 3 THEN c.known END), 0) AS known_3,
        coalesce(max(CASE WHEN a.point = 3 THEN c.work END), 0) AS work_3,
        coalesce(max(CASE WHEN a.point = 4 THEN c.known END), 0) AS known_4,
        coalesce(max(CASE WHEN a.point = 4 THEN c.work END), 0) AS work_4,
        coalesce(max(CASE WHEN a.point = 4 THEN c.subsidised END), 0) AS subsidised_4,
        coalesce(max(CASE WHEN a.point = 4 THEN c.known_income END), 0) AS known_income_4,
        coalesce(max(CASE WHEN a.point = 4 THEN c.wage END), 0) AS wage_4,
        coalesce(max(CASE WHEN a.point = 4 THEN c.social_assistance END), 0) AS social_assistance_4,
        coalesce(max(CASE WHEN a.point = 4 THEN c.unemployment_benefit END), 0) AS unemployment_benefit_4,
        coalesce(max(CASE WHEN a.point = 5 THEN c.known END), 0) AS known_5,
        coalesce(max(CASE WHEN a.point = 5 THEN c.work END), 0) AS work_5,
        coalesce(max(CASE WHEN a.point = 5 THEN c.subsidised END), 0) AS subsidised_5,
        coalesce(max(CASE WHEN a.point = 5 THEN c.known_income END), 0) AS known_income_5,
        coalesce(max(CASE WHEN a.point = 5 THEN c.wage END), 0) AS wage_5,
        coalesce(max(CASE WHEN a.point = 5 THEN c.social_assistance END), 0) AS social_assistance_5,
        coalesce(max(CASE WHEN a.point = 5 THEN c.unemployment_benefit END), 0) AS unemployment_benefit_5,
        coalesce(max(CASE WHEN a.point = 6 THEN c.known END), 0) AS known_6,
        coalesce(max(CASE WHEN a.point = 6 THEN c.work END), 0) AS work_6,
        coalesce(max(CASE WHEN a.point = 6 THEN c.subsidised END), 0) AS subsidised_6,
        coalesce(max(CASE WHEN a.point = 6 THEN c.known_income END), 0) AS known_income_6,
        coalesce(max(CASE WHEN a.point = 6 THEN c.wage END), 0) AS wage_6,
        coalesce(max(CASE WHEN a.point = 6 THEN c.social_assistance END), 0) AS social_assistance_6,
        coalesce(max(CASE WHEN a.point = 6 THEN c.unemployment_benefit END), 0) AS unemployment_benefit_6,
        coalesce(max(CASE WHEN a.point = 7 THEN c.known END), 0) AS known_7,
        coalesce(max(CASE WHEN a.point = 7 THEN c.work END), 0) AS work_7,
        coalesce(max(CASE WHEN a.point = 7 THEN c.subsidised END), 0) AS subsidised_7,
        coalesce(max(CASE WHEN a.point = 7 THEN c.known_income END), 0) AS known_income_7,
        coalesce(max(CASE WHEN a.point = 7 THEN c.wage END), 0) AS wage_7,
        coalesce(max(CASE WHEN a.point = 7 THEN c.social_assistance END), 0) AS social_assistance_7,
        coalesce(max(CASE WHEN a.point = 7 THEN c.unemployment_benefit END), 0) AS unemployment_benefit_7
    FROM asked AS a
    INNER JOIN running AS c ON c.person = a.person AND c.month_no = a.month_no
    GROUP BY a.person, a.start_no
)
SELECT
    person,
    start_no,
    last_work_no,
    known_1 - known_0 >= 10 AND known_2 - known_1 >= 10 AND known_3 - known_2 >= 5 AND known_4 - known_3 >= 5 AS enough_history,
    known_1 - known_0 AS known_before_36,
    work_1 - work_0 AS work_before_36,
    known_2 - known_1 AS known_before_24,
    work_2 - work_1 AS work_before_24,
    known_3 - known_2 AS known_before_12,
    work_3 - work_2 AS work_before_12,
    known_4 - known_3 AS known_before_6,
    work_4 - work_3 AS work_before_6,
    known_5 - known_4 AS known_1,
    work_5 - work_4 AS work_1,
    subsidised_5 - subsidised_4 AS subsidised_1,
    known_income_5 - known_income_4 AS known_income_1,
    wage_5 - wage_4 AS wage_1,
    social_assistance_5 - social_assistance_4 AS social_assistance_1,
    unemployment_benefit_5 - unemployment_benefit_4 AS unemployment_benefit_1,
    known_6 - known_5 AS known_2,
    work_6 - work_5 AS work_2,
    subsidised_6 - subsidised_5 AS subsidised_2,
    known_income_6 - known_income_5 AS known_income_2,
    wage_6 - wage_5 AS wage_2,
    social_assistance_6 - social_assistance_5 AS social_assistance_2,
    unemployment_benefit_6 - unemployment_benefit_5 AS unemployment_benefit_2,
    known_7 - known_6 AS known_3,
    work_7 - work_6 AS work_3,
    subsidised_7 - subsidised_6 AS subsidised_3,
    known_income_7 - known_income_6 AS known_income_3,
    wage_7 - wage_6 AS wage_3,
    social_assistance_7 - social_assistance_6 AS social_assistance_3,
    unemployment_benefit_7 - unemployment_benefit_6 AS unemployment_benefit_3
FROM found
