/*
title: {sv: Uppfyllda åtaganden, en: Undertakings fulfilled}
doc:
  sv: >-
    Andel av de åtaganden vars sista dag har passerat som leverantören har uppfyllt, enligt placeringarna. Okänt om inget har förfallit eller om något förfallet
    åtagande är okänt. delivered_months är kända månader på heltid, var och en räknad en gång; vad leverantören själv uppger finns i requirement_reported.
  en: >-
    Share of the undertakings whose last day has passed that the supplier has fulfilled, according to the placements. Unknown if none is due or if one that is due
    is unknown. delivered_months are known months of full time, each counted once; requirement_reported has what the supplier states itself.
unit: share
let:
  - undertakings: count(status)
    due: count(CASE WHEN is_due THEN 1 END)
    due_fulfilled: count(CASE WHEN is_due AND status = 'fulfilled' THEN 1 END)
    due_unknown: count(CASE WHEN status = 'unknown' AND coalesce(is_due, TRUE) THEN 1 END)
    fulfilled: count(CASE WHEN status = 'fulfilled' THEN 1 END)
    on_the_way: count(CASE WHEN status = 'on_the_way' THEN 1 END)
    late: count(CASE WHEN status = 'late' THEN 1 END)
    unknown: count(CASE WHEN status = 'unknown' THEN 1 END)
    with_months: count(agreed_months)
    with_remaining: count(remaining_months)
    with_due: count(due_months)
    agreed_months: sum(agreed_months)
    due_months: sum(due_months)
    remaining_months: sum(remaining_months)
    known_months: sum(work_months)
    people: count(DISTINCT person)
# Whether a supplier fulfils a contract is a fact about the supplier.
value: CASE WHEN due > 0 AND due_unknown = 0 THEN CAST(due_fulfilled AS DOUBLE) / due END
protect: none
persons: people
parts:
  undertakings: {value: undertakings, unit: undertakings, protect: none, title: {sv: Åtaganden, en: Undertakings}}
  due: {value: due, unit: undertakings, protect: none, title: {sv: Förfallna, en: Due}}
  fulfilled: {value: fulfilled, unit: undertakings, protect: none, title: {sv: Uppfyllda, en: Fulfilled}}
  on_the_way: {value: on_the_way, unit: undertakings, protect: none, title: {sv: På väg, en: On the way}}
  late: {value: late, unit: undertakings, protect: none, title: {sv: Sena, en: Late}}
  unknown: {value: unknown, unit: undertakings, protect: none, title: {sv: Okända, en: Unknown}}
  agreed_months: {value: agreed_months, unit: FTE months, protect: none, title: {sv: Avtalade månader på heltid, en: Agreed months of full time}}
  due_months: {value: CASE WHEN with_due = with_months THEN due_months END, unit: FTE months, protect: none, title: {sv: Månader förfallna till i dag, en: Months due by today}}
  delivered_months: {value: "CASE WHEN with_months > 0 THEN coalesce(known_months, 0) END", unit: FTE months, protect: sum, contribution: work_months, title: {sv: Kända levererade månader, en: Known months delivered}}
  remaining_months: {value: CASE WHEN with_months > 0 AND with_remaining = with_months THEN remaining_months END, unit: FTE months, protect: sum, contribution: work_months, title: {sv: Återstående månader, en: Months remaining}}
  delivered_persons: {value: people, unit: persons, protect: count, numerator: count(DISTINCT person), title: {sv: Personer, en: Persons}}
by: [municipality, contract, kind]
publish: [[], [municipality], [municipality, contract]]
format: {decimals: 3}
*/
-- One row per undertaking, and one per contract, kind and person.
SELECT
    d.municipality,
    d.contract_id AS contract,
    d.kind,
    d.status,
    d.is_due,
    d.agreed_months,
    d.due_months,
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
    NULL,
    NULL,
    NULL,
    w.person,
    CAST(sum(w.low) AS DOUBLE) / 30
FROM metric.requirement_work AS w
INNER JOIN metric.contract_register AS c ON c.contract_id = w.contract_id
WHERE w.counted AND w.sure
GROUP BY c.municipality, w.contract_id, w.kind, w.person
