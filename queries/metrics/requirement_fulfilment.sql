/*
title: {sv: Uppfyllda åtaganden, en: Undertakings fulfilled}
doc:
  sv: >-
    Andel av de åtaganden vars sista dag har passerat som leverantören har uppfyllt, enligt placeringarna. Okänt om inget har förfallit eller om något förfallet
    åtagande är okänt. Vad som har levererats finns i requirement_delivered, och vad leverantören själv uppger i requirement_reported.
  en: >-
    Share of the undertakings whose last day has passed that the supplier has fulfilled, according to the placements. Unknown if none is due or if one that is due
    is unknown. requirement_delivered has what was delivered, and requirement_reported what the supplier states itself.
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
    with_due: count(due_months)
    agreed_months: sum(agreed_months)
    due_months: sum(due_months)
# Whether a supplier fulfils a contract is a fact about the supplier.
value: CASE WHEN due > 0 AND due_unknown = 0 THEN CAST(due_fulfilled AS DOUBLE) / due END
protect: none
parts:
  undertakings: {value: undertakings, unit: undertakings, protect: none, title: {sv: Åtaganden, en: Undertakings}}
  due: {value: due, unit: undertakings, protect: none, title: {sv: Förfallna, en: Due}}
  fulfilled: {value: fulfilled, unit: undertakings, protect: none, title: {sv: Uppfyllda, en: Fulfilled}}
  on_the_way: {value: on_the_way, unit: undertakings, protect: none, title: {sv: På väg, en: On the way}}
  late: {value: late, unit: undertakings, protect: none, title: {sv: Sena, en: Late}}
  unknown: {value: unknown, unit: undertakings, protect: none, title: {sv: Okända, en: Unknown}}
  agreed_months: {value: agreed_months, unit: FTE months, protect: none, title: {sv: Avtalade månader på heltid, en: Agreed months of full time}}
  due_months: {value: CASE WHEN with_due = with_months THEN due_months END, unit: FTE months, protect: none, title: {sv: Månader förfallna till i dag, en: Months due by today}}
by: [municipality, contract, kind]
publish: [[], [municipality], [municipality, contract]]
format: {decimals: 3}
*/
SELECT
    municipality,
    contract_id AS contract,
    kind,
    status,
    is_due,
    agreed_months,
    due_months
FROM metric.requirement_delivery
