/*
title: {sv: Levererat på åtaganden, en: Delivered on undertakings}
doc:
  sv: Kända månader på heltid som räknas mot något åtagande, var och en räknad en gång, hur mycket som återstår och antalet personer. Det som återstår är okänt om något av det är okänt. Om åtagandena är uppfyllda finns i requirement_fulfilment.
  en: Known months of full time that count toward an undertaking, each counted once, how much remains and the number of persons. What remains is unknown if any of it is unknown. Whether the undertakings are fulfilled is in requirement_fulfilment.
unit: FTE months
let:
  - with_months: count(agreed_months)
    with_remaining: count(remaining_months)
    remaining_months: sum(remaining_months)
    known_months: sum(work_months)
    people: count(DISTINCT person)
value: CASE WHEN with_months > 0 THEN coalesce(known_months, 0) END
protect: sum
contribution: work_months
persons: people
parts:
  remaining_months: {value: CASE WHEN with_months > 0 AND with_remaining = with_months THEN remaining_months END, unit: FTE months, protect: sum, contribution: work_months, title: {sv: Återstående månader, en: Months remaining}}
  persons: {value: people, unit: persons, protect: count, numerator: count(DISTINCT person), title: {sv: Personer, en: Persons}}
by: [municipality, contract, kind]
publish: [[], [municipality], [municipality, contract]]
format: {decimals: 3}
*/
-- One row per undertaking, and one per contract, kind and person.
SELECT
    d.municipality,
    d.contract_id AS contract,
    d.kind,
    d.agreed_months,
    d.remaining_months,
    CAST(NULL AS VARCHAR) AS person,
    CAST(NULL AS DOUBLE) AS work_months
FROM metric.requirement_delivery AS d
UNION ALL
SELECT
    c.municipality,
    w.contract_id,
    w.kind,
    NULL,
    NULL,
    w.person,
    CAST(sum(w.low) AS DOUBLE) / 30
FROM metric.requirement_work AS w
INNER JOIN metric.contract_register AS c ON c.contract_id = w.contract_id
WHERE w.counted AND w.sure
GROUP BY c.municipality, w.contract_id, w.kind, w.person
