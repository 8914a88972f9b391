/*
title: {sv: Dubbla värdet av varje avtal, en: Double value of each contract}
doc:
  sv: >-
    Det dubbla värdet av ett avtal i taget, räknat som i double_value. Delarna är de som ett avtal läses med; de övriga finns i
    double_value. coverage är 1 för ett avtal där allt är känt och annars 0.
  en: >-
    The double value of one contract at a time, calculated as in double_value. The parts are those needed to read a contract;
    double_value has the others. coverage is 1 for a contract for which everything is known, and otherwise 0.
unit: SEK/SEK
let:
  # Sums over the contracts of the group, which is one contract or all, named after
  # the columns of metric.contract_double_value, which documents them.
  - krona: CAST(nullif(sum(cost), 0) AS DOUBLE)
    cost: sum(cost)
    service_value: sum(service_value)
    social_value: sum(social_value)
    social_se: CASE WHEN count(social_se) = count(social_value) THEN sum(social_se) END
    subsidy: sum(subsidy)
    labour_value_during: sum(labour_value_during)
    kommun: sum(kommun)
    region: sum(region)
    stat: sum(stat)
    individ: sum(individ)
    priced_cost: CAST(nullif(sum(priced_cost), 0) AS DOUBLE)
    priced_service: sum(priced_service)
    included_spend: sum(included_spend)
    spend_seen: CAST(nullif(sum(spend_seen), 0) AS DOUBLE)
    contracts: count(contract_id)
    included: count(included)
    included_estimated: count(included_estimated)
    included_reading: count(included_reading)
    included_earlier: count(included_earlier)
    unnamed: max(unnamed)
    not_evidenced: count(CASE WHEN not_shown = 'ej_belagd' THEN 1 END)
    too_few: count(CASE WHEN not_shown = 'for_fa' THEN 1 END)
    people: count(DISTINCT person)
  - dv: (service_value + social_value) / krona
    e: social_value / krona
    e_during: (labour_value_during - subsidy) / krona
    margin: 1.644853627 * (social_se / krona)
    certain: included = contracts AND included_reading = 0 AND included_earlier = 0 AND unnamed = 0
value: dv
low: dv - margin
high: dv + margin
grade: >-
  CASE WHEN included > 0 AND included = included_estimated THEN 'skattad' WHEN included = 0 AND not_evidenced > 0 THEN 'ej_belagd'
  WHEN included = 0 AND too_few > 0 THEN 'for_fa' ELSE 'antagen' END
status: CASE WHEN service_value + social_value < 0 THEN 'no_benefit' END
# As in double_value, all figures of a contract tell its number of participants.
persons: people
protect: count
numerator: count(DISTINCT person_included)
parts:
  v: {value: priced_service / priced_cost, title: {sv: Tjänstekrona, en: Service krona}}
  e: {value: e, low: e - margin, high: e + margin, title: {sv: Social krona, en: Social krona}}
  e_during: {value: e_during, title: {sv: "därav under avtalet, efter lönestöd", en: "of which during the contract, after wage subsidies"}}
  e_after: {value: e - e_during, title: {sv: därav efter avtalet, en: of which after the contract}}
  e_kommun: {value: kommun / krona, title: {sv: därav kommun före utjämning, en: of which municipality before equalisation}}
  e_region: {value: region / krona, title: {sv: därav region före utjämning, en: of which region before equalisation}}
  e_stat: {value: stat / krona, title: {sv: därav stat efter lönestöd, en: of which state after wage subsidies}}
  e_individ: {value: individ / krona, title: {sv: därav individ, en: of which individual}}
  double: {value: CASE WHEN e IS NOT NULL THEN CASE WHEN service_value / krona >= 0.95 AND e >= 1 AND certain THEN 1 ELSE 0 END END, unit: "0/1", title: {sv: Får kallas dubbelt, en: May be called double}}
  coverage: {value: "coalesce(included_spend, 0) / spend_seen", unit: share, title: {sv: Andel av utbetalningarna som ingår, en: Share of the spend included}}
  kr_c: {value: cost, unit: SEK, title: {sv: Kostnad C, en: Cost C}}
  kr_v: {value: service_value, unit: SEK, title: {sv: Tjänstevärde V, en: Service value V}}
  kr_social: {value: social_value, unit: SEK, title: {sv: Socialt värde, en: Social value}}
  kr_kommun: {value: kommun, unit: SEK, title: {sv: Kommun före utjämning, en: Municipality before equalisation}}
  kr_region: {value: region, unit: SEK, title: {sv: Region, en: Region}}
  kr_stat: {value: stat, unit: SEK, title: {sv: Stat efter lönestöd, en: State after wage subsidies}}
  kr_individ: {value: individ, unit: SEK, title: {sv: Individ, en: Individual}}
by: [contract]
# The total is that of double_value.
publish: [[contract]]
format: {decimals: 4}
*/
SELECT
    v.contract_id AS contract,
    r.person,
    CASE WHEN r.home AND p.included = 1 THEN r.person END AS person_included,
    k.*
FROM metric.contract_value AS v
LEFT JOIN metric.contract_or_person AS r ON r.contract_id = v.contract_id
LEFT JOIN metric.contract_double_value AS k ON k.contract_id = v.contract_id AND r.person IS NULL
LEFT JOIN metric.contract_double_value AS p ON p.contract_id = r.contract_id AND r.person IS NOT NULL
