/*
title: {sv: Månaderna efter varje avslut, en: The months after each exit}
doc:
  sv: >-
    En rad per person i insatsen vars senaste placering är avslutad och kalendermånad efter avslutets månad, den första till den tjugofjärde, till uppföljningens slut. Avslutets egen månad räknas inte: den hör delvis till placeringen. En månad utan rader i utfallen är okänd. En månad då personen är avliden är utan arbete, studier och egen försörjning; en
    månad då personen har flyttat är okänd. En månad är utan försörjningsstöd bara om läget och beloppet i varje rad är kända och beloppet är 0.
  en: >-
    One row per person in the measure whose latest placement has ended and calendar month after the month of the exit, the first to the twenty-fourth, up to the end of follow-up. The month of the exit itself does not count: a part of it belongs to the placement. A month without outcome rows is unknown. A month in which the person is deceased is without work,
    study and own support; a month in which the person has moved is unknown. A month is without social assistance only if the state and the amount of every row are known and the amount is 0.
materialized: table
columns:
  person: Pseudonym.
  municipality: Municipality of residence, else the contract's buyer.
  months_after: Number of the month after the month of the exit, from 1.
  work: 1 in work, 0 not in work; NULL if unknown.
  unsubsidised: 1 in work without support; NULL if unknown.
  work_or_study: 1 in work or study; NULL if unknown.
  without_assistance: 1 without social assistance, 0 with it or deceased; NULL if unknown.
*/
WITH offsets AS (
    SELECT n
    FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20), (21), (22), (23), (24)) AS v (n)
),
followed AS (
    SELECT
        x.person,
        x.municipality,
        o.n AS months_after,
        CAST(date_trunc('month', x.day) + INTERVAL '1' MONTH * o.n AS DATE) AS month
    FROM metric.person_exit AS x
    CROSS JOIN offsets AS o
    CROSS JOIN metric.follow_up AS f
    WHERE extract(year FROM x.day) * 12 + extract(month FROM x.day) + o.n <= f.last_no
),
paid AS (
    -- A month may have several rows; an amount that one of them lacks is in no sum.
    SELECT
        o.person,
        o.month,
        max(CASE WHEN o.state = 'social_assistance' OR o.social_assistance > 0 THEN 1 ELSE 0 END) AS assisted,
        count(o.social_assistance) = count(*) AND min(o.social_assistance) >= 0 AS stated
    FROM core.outcome AS o
    INNER JOIN metric.person_exit AS x ON x.person = o.person
    GROUP BY o.person, o.month
)
SELECT
    e.person,
    e.municipality,
    e.months_after,
    s.work,
    s.unsubsidised,
    CASE WHEN s.deceased AND s.known = 1 THEN 0 WHEN s.known = 1 AND m.state IN ('work', 'study') THEN 1 WHEN s.known = 1 THEN 0 END AS work_or_study,
    CASE
        WHEN s.deceased AND s.known = 1 THEN 0
        WHEN m.contradictory OR m.state = 'moved' THEN NULL
        WHEN p.assisted = 1 THEN 0
        WHEN s.known = 1 AND p.stated THEN 1
    END AS without_assistance
FROM followed AS e
LEFT JOIN metric.person_state AS s ON s.person = e.person AND s.month = e.month
LEFT JOIN metric.person_month AS m ON m.person = e.person AND m.month = e.month
LEFT JOIN paid AS p ON p.person = e.person AND p.month = e.month
