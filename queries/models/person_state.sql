/*
title: {sv: Varje persons läge varje månad, en: The state of each person in each month}
doc:
  sv: >-
    En rad per person och månad från personens första månad med utfall till uppföljningens slut. En månad är känd om hela månaden är täckt av rader som inte motsäger varandra och läget är känt; en okänd månad är aldrig en månad utan arbete. En månad då personen är avliden, och varje månad efter den första raden som säger det, är
    känd, utan arbete och med beloppen 0. En månad då personen har flyttat är okänd. Beloppen är kända när läget och alla tre beloppen är kända och inget är negativt.
  en: >-
    One row per person and month, from the person's first month with an outcome to the end of follow-up. A month is known if all of it is covered by rows that do not contradict each other and its state is known; an unknown month is never one without work. A month in which the person is deceased,
    and every month after the first row that says so, is known, without work and with the amounts 0. A month in which the person has moved is unknown. Amounts are known if the state and all three amounts are known and none is negative.
materialized: table
split: person
columns:
  person: Pseudonym.
  month: First day of the month.
  month_no: Year times twelve plus month, so that the difference of two is a number of months.
  known: 1 if the state is known, else 0.
  deceased: Whether the person is deceased.
  work: 1 in work, 0 not in work; NULL if unknown.
  unsubsidised: 1 in work without support; NULL if unknown.
  subsidised: 1 in work in a month with a placement with support; NULL if unknown.
  known_income: 1 if all amounts are known, else 0.
  wage: Gross wage, SEK in base-year prices; NULL unless all amounts are known.
  social_assistance: Försörjningsstöd, SEK in base-year prices.
  unemployment_benefit: A-kassa and aktivitetsstöd, SEK in base-year prices.
  source: First source in alphabetical order with a row of the month; NULL if there is none.
*/
WITH firsts AS (
    SELECT
        person,
        min(month) AS first_month,
        min(CASE WHEN state = 'deceased' THEN month END) AS death
    FROM core.outcome
    GROUP BY person
),
calendar AS (
    SELECT
        f.person,
        c.month,
        c.month_no,
        c.factor,
        coalesce(c.month > f.death, FALSE) AS dead
    FROM firsts AS f
    INNER JOIN metric.calendar_month AS c ON c.month >= f.first_month
),
stated AS (
    SELECT
        c.person,
        c.month,
        c.month_no,
        c.dead OR coalesce(m.state = 'deceased' AND m.whole, FALSE) AS deceased,
        CASE WHEN c.dead THEN 'deceased' WHEN m.whole AND NOT m.contradictory AND m.state <> 'moved' THEN m.state END AS state,
        -- As DOUBLE, since the products of wide decimals took most of the time; nothing but the rounding to öre is decided by it.
        TRY_CAST(CAST(m.wage AS DOUBLE) * c.factor AS DECIMAL(12, 2)) AS wage,
        TRY_CAST(CAST(m.social_assistance AS DOUBLE) * c.factor AS DECIMAL(12, 2)) AS social_assistance,
        TRY_CAST(CAST(m.unemployment_benefit AS DOUBLE) * c.factor AS DECIMAL(12, 2)) AS unemployment_benefit,
        s.person IS NOT NULL AS supported,
        m.first_source AS source
    FROM calendar AS c
    LEFT JOIN metric.person_month AS m ON m.person = c.person AND m.month = c.month
    LEFT JOIN metric.subsidised_month AS s ON s.person = c.person AND s.month_no = c.month_no
),
judged AS (
    SELECT
        *,
        CASE
            WHEN deceased AND state IS NOT NULL THEN 1
            WHEN state IS NULL OR wage IS NULL OR social_assistance IS NULL OR unemployment_benefit IS NULL THEN 0
            WHEN wage < 0 OR social_assistance < 0 OR unemployment_benefit < 0 THEN 0
            ELSE 1
        END AS known_income
    FROM stated
)
SELECT
    person,
    month,
    month_no,
    CASE WHEN state IS NULL THEN 0 ELSE 1 END AS known,
    deceased,
    CASE WHEN state = 'work' THEN 1 WHEN state IS NOT NULL THEN 0 END AS work,
    CASE WHEN state = 'work' AND NOT supported THEN 1 WHEN state IS NOT NULL THEN 0 END AS unsubsidised,
    CASE WHEN state = 'work' AND supported THEN 1 WHEN state IS NOT NULL THEN 0 END AS subsidised,
    known_income,
    CASE WHEN known_income = 1 AND deceased THEN CAST(0 AS DECIMAL(12, 2)) WHEN known_income = 1 THEN wage END AS wage,
    CASE WHEN known_income = 1 AND deceased THEN CAST(0 AS DECIMAL(12, 2)) WHEN known_income = 1 THEN social_assistance END AS social_assistance,
    CASE WHEN known_income = 1 AND deceased THEN CAST(0 AS DECIMAL(12, 2)) WHEN known_income = 1 THEN unemployment_benefit END AS unemployment_benefit,
    source
FROM judged
