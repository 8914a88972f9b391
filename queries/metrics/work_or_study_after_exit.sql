/*
title: {sv: Arbete eller studier efter avslut, en: Work or study after exit}
doc:
  sv: >-
    Andel som var i arbete eller studier i någon månad inom 30, 90, 180 eller 365 dagar efter avslut, bland dem vars avslut ligger så långt tillbaka och där det är känt. Utfallen är månader: 30, 90, 180 och 365 dagar är de första 1, 3, 6 och 12 kalendermånaderna efter avslutets månad. Är ingen känd månad i arbete eller studier och någon månad okänd är personen
    okänd. En person räknas en gång, vid sitt senaste avslut. Andelen är ingen effekt: några hade fått arbete ändå.
  en: >-
    Share who were in work or study in any month within 30, 90, 180 or 365 days after exit, among those whose exit lies that far back and of whom it is known. Outcomes are months: 30, 90, 180 and 365 days are the first 1, 3, 6 and 12 calendar months after the month of the exit. If no known month is in work or study and any month is unknown, the person is unknown.
    A person is counted once, at the latest exit. The share is no effect: some would have found work anyway.
unit: share
value: CAST(sum(active) AS DOUBLE) / nullif(count(active), 0)
protect: ratio
numerator: count(DISTINCT CASE WHEN active = 1 THEN person END)
denominator: count(DISTINCT CASE WHEN active IS NOT NULL THEN person END)
status: CASE WHEN count(active) BETWEEN 1 AND 9 THEN 'small_denominator' END
# Those of whom it is unknown are in no figure: they are often few, and their number would
# withhold the share with it. The check exit_unknown counts them.
parts:
  known: {value: count(active), unit: persons, protect: count, numerator: count(DISTINCT CASE WHEN active IS NOT NULL THEN person END), title: {sv: Personer som det är känt för, en: Persons of whom it is known}}
persons: count(DISTINCT CASE WHEN active IS NOT NULL THEN person END)
by: [municipality, days]
# The horizons are about nearly the same persons: with those of each municipality, much else
# would be withheld.
publish: [[days]]
format: {decimals: 3}
*/
SELECT
    e.person,
    e.municipality,
    h.days,
    CASE WHEN max(e.work_or_study) = 1 THEN 1 WHEN count(e.work_or_study) = count(*) THEN 0 END AS active
FROM metric.exit_month AS e
INNER JOIN (VALUES (30, 1), (90, 3), (180, 6), (365, 12)) AS h (days, months) ON e.months_after <= h.months
GROUP BY e.person, e.municipality, h.days, h.months
-- All the months lie within the follow-up.
HAVING count(*) = h.months
