/*
title: {sv: Kvar i arbete, en: Retention in work}
doc:
  sv: >-
    Andel som är i arbete 6 eller 12 månader efter sin första månad i arbete efter avslut, bland dem som började arbeta inom 12 månader efter avslutets månad, så långt tillbaka, och där det är känt. Arbete av alla slag och arbete utan stöd visas för sig, vart och ett med sin egen första månad. En avliden är inte i arbete, och en flyttad är okänd. Månaderna däremellan
    avgör inte.
  en: >-
    Share in work 6 or 12 months after their first month in work after exit, among those who began to work within 12 months after the month of the exit, that far back, and of whom it is known. Work of any kind and work without support are shown separately, each with its own first month. A deceased person is not in work, and one who has moved is unknown. The months between do
    not decide.
unit: share
value: CAST(sum(retained) AS DOUBLE) / nullif(count(retained), 0)
protect: ratio
numerator: count(DISTINCT CASE WHEN retained = 1 THEN person END)
denominator: count(DISTINCT CASE WHEN retained IS NOT NULL THEN person END)
status: CASE WHEN count(retained) BETWEEN 1 AND 9 THEN 'small_denominator' END
# Those of whom it is unknown are in no figure: they are often few, and their number would
# withhold the share with it. The check exit_unknown counts them.
parts:
  known: {value: count(retained), unit: persons, protect: count, numerator: count(DISTINCT CASE WHEN retained IS NOT NULL THEN person END), title: {sv: Personer som det är känt för, en: Persons of whom it is known}}
persons: count(DISTINCT CASE WHEN retained IS NOT NULL THEN person END)
by: [municipality, work, months]
# The horizons are about nearly the same persons: with those of each municipality, much else
# would be withheld.
publish: [[work, months]]
format: {decimals: 3}
*/
SELECT
    s.person,
    s.municipality,
    s.work,
    h.months,
    CASE WHEN s.work = 'any' THEN e.work ELSE e.unsubsidised END AS retained
FROM (
    SELECT person, municipality, 'any' AS work, min(months_after) AS first_month
    FROM metric.exit_month
    WHERE work = 1 AND months_after <= 12
    GROUP BY person, municipality
    UNION ALL
    SELECT person, municipality, 'unsubsidised', min(months_after)
    FROM metric.exit_month
    WHERE unsubsidised = 1 AND months_after <= 12
    GROUP BY person, municipality
) AS s
CROSS JOIN (VALUES (6), (12)) AS h (months)
INNER JOIN metric.exit_month AS e ON e.person = s.person AND e.months_after = s.first_month + h.months
