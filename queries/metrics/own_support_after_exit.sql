/*
title: {sv: Egen försörjning efter avslut, en: Own support after exit}
doc:
  sv: >-
    Andel som de första 3, 6 eller 12 kalendermånaderna i följd efter avslutets månad var utan försörjningsstöd, bland dem vars avslut ligger så långt tillbaka och där det är känt. En månad med försörjningsstöd avgör, och en avliden är inte självförsörjande. Är någon månad okänd och ingen med försörjningsstöd är personen okänd, aldrig utan. En person räknas en
    gång, vid sitt senaste avslut. Andelen är ingen effekt: några hade klarat sig ändå.
  en: >-
    Share who had no social assistance in the first 3, 6 or 12 calendar months in a row after the month of the exit, among those whose exit lies that far back and of whom it is known. One month with social assistance decides, and a deceased person does not support themselves. If a month is unknown and none is with social assistance the person is unknown, never without.
    A person is counted once, at the latest exit. The share is no effect: some would have managed anyway.
unit: share
value: CAST(sum(own) AS DOUBLE) / nullif(count(own), 0)
protect: ratio
numerator: count(DISTINCT CASE WHEN own = 1 THEN person END)
denominator: count(DISTINCT CASE WHEN own IS NOT NULL THEN person END)
status: CASE WHEN count(own) BETWEEN 1 AND 9 THEN 'small_denominator' END
# Those of whom it is unknown are in no figure: they are often few, and their number would
# withhold the share with it. The check exit_unknown counts them.
parts:
  known: {value: count(own), unit: persons, protect: count, numerator: count(DISTINCT CASE WHEN own IS NOT NULL THEN person END), title: {sv: Personer som det är känt för, en: Persons of whom it is known}}
persons: count(DISTINCT CASE WHEN own IS NOT NULL THEN person END)
by: [municipality, months]
# The horizons are about nearly the same persons: with those of each municipality, much else
# would be withheld.
publish: [[months]]
format: {decimals: 3}
*/
SELECT
    e.person,
    e.municipality,
    h.months,
    CASE WHEN min(e.without_assistance) = 0 THEN 0 WHEN count(e.without_assistance) = count(*) THEN 1 END AS own
FROM metric.exit_month AS e
INNER JOIN (VALUES (3), (6), (12)) AS h (months) ON e.months_after <= h.months
GROUP BY e.person, e.municipality, h.months
-- All the months lie within the follow-up.
HAVING count(*) = h.months
