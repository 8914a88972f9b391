/*
title: {sv: Återbetald efter antal månader, en: Payback in months}
doc:
  sv: >-
    Efter hur många månader från starten det som kommunen, regionen, staten, de tre tillsammans (public) eller alla med personerna (all) har fått tillbaka når vad de har lagt ut, för avtalen i det dubbla värdet. Beloppen är det dubbla värdets, utan tjänstens värde och före inkomstutjämning: netto efter undanträngning, i basårets priser och nedräknade till starten. Kommunen lägger
    ut C och staten G; regionen lägger inte ut något och är återbetald från början. En skattad effekt räknas bara i observerade månader; en antagen effekts år fördelas jämnt på månaderna. Status not_reached betyder ej inom uppföljningen.
  en: >-
    The number of months since the start after which what the municipality, the region, the state, the three together (public) or all including the persons (all) got back reaches what they paid, for the contracts in the double value. The amounts are those of the double value, without the value of the service and before income equalisation: net of displacement, in base-year prices
    and discounted to the start. The municipality pays C and the state G; the region pays nothing and is even from the beginning. An estimated effect counts in observed months only; each year of an assumed effect is spread evenly over its months. The status not_reached means not within the follow-up.
unit: months
let:
  # Every row of a group has the same amounts, those of the buyer and those of all.
  - one: min(bearer) = max(bearer)
    contracts: count(contract_id)
    estimated: count(included_estimated)
    months: max(months)
    returned: max(returned)
    cost: max(cost)
    observed: max(observed)
    months_all: max(months_all)
    returned_all: max(returned_all)
    cost_all: max(cost_all)
    observed_all: max(observed_all)
    people: count(DISTINCT person)
value: CASE WHEN one THEN CASE WHEN by_municipality THEN months ELSE months_all END END
grade: CASE WHEN contracts = estimated THEN 'skattad' ELSE 'antagen' END
status: CASE WHEN one AND CASE WHEN by_municipality THEN months ELSE months_all END IS NULL THEN 'not_reached' END
# As in double_value, the amounts tell the number of participants.
persons: people
protect: count
numerator: count(DISTINCT person_included)
parts:
  returned: {value: "CASE WHEN one THEN CASE WHEN by_municipality THEN returned ELSE returned_all END END", unit: SEK, title: {sv: Tillbaka inom uppföljningen, en: Returned within the follow-up}}
  cost: {value: "CASE WHEN one THEN CASE WHEN by_municipality THEN cost ELSE cost_all END END", unit: SEK, title: {sv: Utlagt, en: Paid}}
  observed: {value: "CASE WHEN one THEN CASE WHEN by_municipality THEN observed ELSE observed_all END END", unit: months, title: {sv: Månader i uppföljningen, en: Months of the follow-up}}
  contracts: {value: contracts, unit: contracts, title: {sv: Avtal som ingår, en: Contracts included}}
by: [municipality, bearer]
publish: [[bearer], [municipality, bearer]]
format: {decimals: 0}
*/
SELECT
    CASE WHEN r.person IS NULL THEN v.contract_id END AS contract_id,
    v.municipality,
    r.person,
    CASE WHEN r.home THEN r.person END AS person_included,
    CASE WHEN r.person IS NULL THEN k.included_estimated END AS included_estimated,
    a.bearer,
    p.months,
    p.returned,
    p.cost,
    p.observed,
    a.months AS months_all,
    a.returned AS returned_all,
    a.cost AS cost_all,
    a.observed AS observed_all
FROM metric.contract_value AS v
INNER JOIN metric.contract_double_value AS k ON k.contract_id = v.contract_id
INNER JOIN metric.payback AS a ON a.level = 'all'
INNER JOIN metric.payback AS p ON p.level = 'municipality' AND p.bearer = a.bearer AND coalesce(p.municipality, '') = coalesce(v.municipality, '')
LEFT JOIN metric.contract_or_person AS r ON r.contract_id = v.contract_id
WHERE v.covered
