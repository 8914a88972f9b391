/*
title: {sv: Dubbla värdet av varje skattekrona, en: Double value of each tax krona}
doc:
  sv: >-
    Vad en krona köpte (v) och vad den gjorde för dem som annars stått utan arbete (e), för avtal med utbetalningar som är
    reserverade, har sociala krav eller har deltagare. Basårets priser, exklusive moms. Talet omfattar bara avtal där allt är känt.
    coverage är deras andel av utbetalningarna, gånger andelen av de avtal som kan höra till gruppen som säkert gör det. Effekten är
    kommunens skattade effekt gånger deltagarnas observerade månader, om den är utvärderad, och kommer annars från parametrar. Ett
    avtal vars effekt inte får visas ingår inte. Intervallet är ett 90-procentigt normalfördelat intervall; osäkerheten antas vara
    fullt korrelerad mellan avtal, och en antagen effekts också mellan år. Perioden är avtalets år, det år då det tecknades (annars
    avtalstidens första år, annars den första postens), med utbetalningar från alla år; metric.contract_spend_year visar dem efter
    båda åren. Ordet dubbelt kräver att varje avtal i gruppen ingår och att inget värde bygger på en antagen leverans eller på
    effekten av en tidigare start.
  en: >-
    What a krona bought (v) and what it did for those who would otherwise have been without work (e), for contracts with spend that
    are reserved, have social requirements or have participants. Base-year prices, excluding VAT. The figure covers only contracts
    for which everything is known. coverage is their share of the spend, times the share of the contracts that may belong to the
    group that certainly do. The effect is the municipality's estimated one times the participants' observed months, if it has been
    evaluated, and otherwise comes from parameters. A contract whose effect may not be shown is not included. The interval is a 90 %
    normal interval; the uncertainty is taken to be fully correlated across contracts, and that of an assumed effect also across
    years. The period is the contract's year: the year of signing (else of the first day of the term, else of the first posting),
    with the spend of all years; metric.contract_spend_year shows it by both years. The word double requires that every contract in
    the group is included and that no value is based on an assumed delivery or on the effect of an earlier start.
unit: SEK/SEK
agenda2030: [8, 10]
let:
  # Sums over the contracts of the group, named after the columns of
  # metric.contract_double_value, which documents them.
  - cost: sum(cost)
    service_value: sum(service_value)
    social_value: sum(social_value)
    social_se: CASE WHEN count(social_se) = count(social_value) THEN sum(social_se) END
    subsidy: sum(subsidy)
    participants: sum(participants)
    person_years: sum(person_years)
    labour_value_first: sum(labour_value_first)
    labour_value_during: sum(labour_value_during)
    labour_value_all: CASE WHEN count(labour_value_all) = count(cost) THEN sum(labour_value_all) END
    kommun: sum(kommun)
    kommun_after: CASE WHEN count(kommun_after) = count(kommun) THEN sum(kommun_after) END
    kommun_after_later: CASE WHEN count(kommun_after_later) = count(kommun) THEN sum(kommun_after_later) END
    kommun_own: sum(kommun_own)
    kommun_own_after: CASE WHEN count(kommun_own_after) = count(kommun_own) THEN sum(kommun_own_after) END
    region: sum(region)
    region_after: CASE WHEN count(region_after) = count(region) THEN sum(region_after) END
    region_after_later: CASE WHEN count(region_after_later) = count(region) THEN sum(region_after_later) END
    public_cost_mcpf: CASE WHEN count(public_cost_mcpf) = count(cost) THEN sum(public_cost_mcpf) END
    both_cost: sum(both_cost)
    both_service: sum(both_service)
    both_estimated: sum(both_estimated)
    both_assumed: sum(both_assumed)
    read_cost: sum(read_cost)
    read_service: sum(read_service)
    read_subsidy: sum(read_subsidy)
    read_labour: sum(read_labour)
    stat: sum(stat)
    individ: sum(individ)
    individ_participants: sum(individ_participants)
    individ_displaced: sum(individ_displaced)
    priced_cost: sum(priced_cost)
    priced_service: sum(priced_service)
    priced_spend: sum(priced_spend)
    included_spend: sum(included_spend)
    spend_seen: sum(spend_seen)
    contracts: count(contract_id)
    included: count(included)
    included_assumed: count(included_assumed)
    included_reading: count(included_reading)
    included_estimated: count(included_estimated)
    included_effect: count(included_effect)
    included_earlier: count(included_earlier)
    not_evidenced: count(CASE WHEN not_shown = 'ej_belagd' THEN 1 END)
    too_few: count(CASE WHEN not_shown = 'for_fa' THEN 1 END)
    unseen: sum(unseen)
    unnamed: max(unnamed)
    year_unstated: sum(year_unstated)
    year_unstated_all: max(year_unstated_all)
    year_unstated_here: max(year_unstated_here)
    municipality_blank: sum(municipality_blank)
    municipality_blank_all: max(municipality_blank_all)
    procedure_blank: sum(procedure_blank)
    procedure_blank_all: max(procedure_blank_all)
    procedure_blank_here: max(procedure_blank_here)
    service_area_blank: sum(service_area_blank)
    service_area_blank_all: max(service_area_blank_all)
    service_area_blank_here: max(service_area_blank_here)
    people: count(DISTINCT person)
  # krona: the cost, by which figures per krona are divided.
  # public_cost: cost less what comes back to municipalities, regions and the state.
  # others: contracts outside the group that may belong to it, since the deciding
  # cell is blank.
  # uncertain: whether a contract of the group may belong to another one, because
  # a deciding cell is blank or its year is inferred.
  # both_krona: the cost of the contracts with an estimated effect and an assumed one.
  # read_krona: the cost of the contracts whose displacement may be unknown.
  - krona: CAST(nullif(cost, 0) AS DOUBLE)
    both_krona: CAST(nullif(both_cost, 0) AS DOUBLE)
    read_krona: CAST(nullif(read_cost, 0) AS DOUBLE)
    public_cost: CAST(cost - kommun - region - stat AS DOUBLE)
    others: >-
      CASE WHEN by_municipality THEN municipality_blank_all - municipality_blank ELSE 0 END
      + CASE WHEN by_procedure THEN CASE WHEN by_municipality THEN procedure_blank_here ELSE procedure_blank_all END - procedure_blank ELSE 0 END
      + CASE WHEN by_service_area THEN CASE WHEN by_municipality THEN service_area_blank_here ELSE service_area_blank_all END - service_area_blank ELSE 0 END
      + CASE WHEN by_year THEN CASE WHEN by_municipality THEN year_unstated_here ELSE year_unstated_all END - year_unstated ELSE 0 END
    uncertain: >-
      by_municipality AND municipality_blank > 0 OR by_procedure AND procedure_blank > 0 OR by_service_area AND service_area_blank > 0
      OR by_year AND year_unstated > 0
  # error: the standard error of dv and of e. margin: half of the 90 % interval.
  # known_group: the contracts with a known cost or posting that certainly belong to
  # the group, as a share of those that may belong to it.
  - dv: (service_value + social_value) / krona
    v_in_dv: service_value / krona
    e: social_value / krona
    e_during: (labour_value_during - subsidy) / krona
    error: social_se / krona
    margin: 1.644853627 * (social_se / krona)
    known_group: CAST(contracts - unseen AS DOUBLE) / nullif(contracts + others, 0)
    certain: included = contracts + others AND NOT uncertain AND included_reading = 0 AND included_earlier = 0 AND unnamed = 0
  # The standard normal distribution function of z, formula 7.1.26 of Abramowitz
  # and Stegun with x = |z|/√2: error below 1e-7. z is a ratio of sums over the
  # group, so that no row of a model has it.
  - z_dv: (dv - 2) / nullif(error, 0)
    z_e: e / nullif(error, 0)
  - t_dv: 1 / (1 + 0.3275911 * abs(z_dv) / sqrt(2))
    t_e: 1 / (1 + 0.3275911 * abs(z_e) / sqrt(2))
  - tail_dv: 0.5 * exp(-z_dv * z_dv / 2) * t_dv * (0.254829592 + t_dv * (-0.284496736 + t_dv * (1.421413741 + t_dv * (-1.453152027 + t_dv * 1.061405429))))
    tail_e: 0.5 * exp(-z_e * z_e / 2) * t_e * (0.254829592 + t_e * (-0.284496736 + t_e * (1.421413741 + t_e * (-1.453152027 + t_e * 1.061405429))))
value: dv
low: dv - margin
high: dv + margin
grade: >-
  CASE WHEN included > 0 AND included = included_estimated THEN 'skattad' WHEN included = 0 AND not_evidenced > 0 THEN 'ej_belagd'
  WHEN included = 0 AND too_few > 0 THEN 'for_fa' ELSE 'antagen' END
status: CASE WHEN service_value + social_value < 0 THEN 'no_benefit' END
# All figures of a group follow from each other and from public amounts, so that they
# tell the number of participants of the contracts behind them: all contracts, those
# with everything known, those with both effects and those with a known labour value.
# A person counts in one contract, so that persons add up as the amounts do.
persons: people
protect: count
numerator: count(DISTINCT person_included)
parts:
  v: {value: "priced_service / CAST(nullif(priced_cost, 0) AS DOUBLE)", title: {sv: Tjänstekrona, en: Service krona}}
  v_in_dv: {value: v_in_dv, title: {sv: Tjänstekrona i avtalen som ingår, en: Service krona of the contracts included}}
  e: {value: e, low: e - margin, high: e + margin, title: {sv: Social krona, en: Social krona}}
  e_during: {value: e_during, title: {sv: "därav under avtalet, efter lönestöd", en: "of which during the contract, after wage subsidies"}}
  e_after: {value: e - e_during, title: {sv: därav efter avtalet, en: of which after the contract}}
  e_kommun: {value: kommun / krona, title: {sv: därav kommun före utjämning, en: of which municipality before equalisation}}
  e_kommun_after: {value: kommun_after / krona, title: {sv: kommun efter utjämning, en: municipality after equalisation}}
  e_kommun_after_2: {value: kommun_after_later / krona, title: {sv: "kommun efter utjämning, två år senare", en: "municipality after equalisation, two years later"}}
  e_region: {value: region / krona, title: {sv: därav region före utjämning, en: of which region before equalisation}}
  e_region_after: {value: region_after / krona, title: {sv: region efter utjämning, en: region after equalisation}}
  e_region_after_2: {value: region_after_later / krona, title: {sv: "region efter utjämning, två år senare", en: "region after equalisation, two years later"}}
  e_kommunkollektivet: {value: (kommun - kommun_after + region - region_after) / krona, title: {sv: kommunkollektivet genom utjämningen, en: all municipalities and regions through equalisation}}
  e_stat: {value: stat / krona, title: {sv: därav stat efter lönestöd, en: of which state after wage subsidies}}
  e_individ: {value: individ / krona, title: {sv: därav individ, en: of which individual}}
  e_individ_participants: {value: individ_participants / krona, title: {sv: de som fick arbete, en: those who got a job}}
  e_individ_displaced: {value: individ_displaced / krona, title: {sv: undanträngda, en: displaced}}
  dv_1: {value: (service_value + labour_value_first - subsidy) / krona, title: {sv: Dubbla värdet avtalsåret, en: Double value in the contract year}}
  dv_t: {value: dv, title: {sv: Dubbla värdet alla observerade år, en: Double value over the observed years}}
  double: {value: CASE WHEN e IS NOT NULL THEN CASE WHEN v_in_dv >= 0.95 AND e >= 1 AND certain THEN 1 ELSE 0 END END, unit: "0/1", title: {sv: Får kallas dubbelt, en: May be called double}}
  dv_estimated: {value: (both_service + both_estimated) / both_krona, protect: count, numerator: count(DISTINCT person_both), title: {sv: "Dubbla värdet med skattad effekt, där båda finns", en: "Double value with the estimated effect, where both exist"}}
  dv_assumed: {value: (both_service + both_assumed) / both_krona, protect: count, numerator: count(DISTINCT person_both), title: {sv: "Dubbla värdet med antagen effekt, där båda finns", en: "Double value with the assumed effect, where both exist"}}
  dv_d0: {value: (read_service + read_labour - read_subsidy) / read_krona, protect: count, numerator: count(DISTINCT person_read), title: {sv: Dubbla värdet utan undanträngning, en: Double value without displacement}}
  dv_d25: {value: (read_service + 0.75 * read_labour - read_subsidy) / read_krona, protect: count, numerator: count(DISTINCT person_read), title: {sv: Dubbla värdet om 25 % trängs undan, en: Double value if 25 % is displaced}}
  dv_d50: {value: (read_service + 0.5 * read_labour - read_subsidy) / read_krona, protect: count, numerator: count(DISTINCT person_read), title: {sv: Dubbla värdet om 50 % trängs undan, en: Double value if 50 % is displaced}}
  dv_d75: {value: (read_service + 0.25 * read_labour - read_subsidy) / read_krona, protect: count, numerator: count(DISTINCT person_read), title: {sv: Dubbla värdet om 75 % trängs undan, en: Double value if 75 % is displaced}}
  dv_leisure_25: {value: dv - 0.25 * individ / krona, title: {sv: Dubbla värdet om fritiden är värd 25 % av individens vinst, en: Double value if leisure is worth 25 % of the individual's gain}}
  dv_leisure_50: {value: dv - 0.5 * individ / krona, title: {sv: Dubbla värdet om fritiden är värd 50 % av individens vinst, en: Double value if leisure is worth 50 % of the individual's gain}}
  npv: {value: service_value + social_value - cost, unit: SEK, title: {sv: Nettonuvärde, en: Net present value}}
  npv_mcpf: {value: service_value + individ - public_cost_mcpf, unit: SEK, title: {sv: Nettonuvärde med skattekostnad, en: Net present value with the cost of public funds}}
  npv_mcpf_115: {value: service_value + individ - 1.15 * public_cost, unit: SEK, title: {sv: "Nettonuvärde om en skattekrona kostar 1,15", en: Net present value if a krona of taxes costs 1.15}}
  npv_mcpf_130: {value: service_value + individ - 1.3 * public_cost, unit: SEK, title: {sv: "Nettonuvärde om en skattekrona kostar 1,30", en: Net present value if a krona of taxes costs 1.30}}
  mvpf: {value: CASE WHEN public_cost > 0 THEN (service_value + individ) / public_cost END, title: {sv: MVPF, en: Marginal value of public funds}}
  municipality_alone: {value: (service_value + kommun_own) / krona, title: {sv: Kommunen ensam före utjämning, en: The municipality alone before equalisation}}
  municipality_alone_after: {value: (service_value + kommun_own_after) / krona, title: {sv: Kommunen ensam efter utjämning, en: The municipality alone after equalisation}}
  break_even: {value: "(2 * cost - service_value + subsidy) / nullif(CAST(labour_value_all AS DOUBLE) / nullif(participants, 0), 0)", unit: person-years, title: {sv: Årsarbeten för dubbla värdet 2, en: Person-years for a double value of 2}}
  person_years: {value: person_years, unit: person-years, title: {sv: Diskonterade årsarbeten netto, en: Net discounted person-years}}
  p_dv_ge_2: {value: CASE WHEN z_dv >= 0 THEN 1 - tail_dv ELSE tail_dv END, unit: probability, title: {sv: P(DV ≥ 2), en: P(DV ≥ 2)}}
  p_e_gt_0: {value: CASE WHEN z_e >= 0 THEN 1 - tail_e ELSE tail_e END, unit: probability, title: {sv: P(e > 0), en: P(e > 0)}}
  gross: {value: labour_value_all / krona + 1, title: {sv: "Naiv bruttoläsning, bara volym", en: "Naive gross reading, volume only"}}
  coverage: {value: "coalesce(included_spend, 0) / CAST(nullif(spend_seen, 0) AS DOUBLE) * known_group", unit: share, title: {sv: Andel av utbetalningarna som ingår, en: Share of the spend included}}
  coverage_v: {value: "coalesce(priced_spend, 0) / CAST(nullif(spend_seen, 0) AS DOUBLE) * known_group", unit: share, title: {sv: Andel av utbetalningarna i tjänstekronan, en: Share of the spend in the service krona}}
  contracts: {value: contracts, unit: contracts, title: {sv: Avtal, en: Contracts}}
  contracts_included: {value: included, unit: contracts, title: {sv: Avtal som ingår, en: Contracts included}}
  contracts_estimated: {value: included_effect, unit: contracts, title: {sv: Avtal med skattad effekt, en: Contracts with an estimated effect}}
  contracts_not_shown: {value: not_evidenced + too_few, unit: contracts, title: {sv: Avtal vars effekt inte får visas, en: Contracts whose effect may not be shown}}
  contracts_assumed_reference: {value: included_assumed, unit: contracts, title: {sv: Avtal med antaget referenspris, en: Contracts with an assumed reference price}}
  contracts_assumed_reading: {value: included_reading, unit: contracts, title: {sv: Avtal vars leverans är en antagen läsning, en: Contracts whose delivery is an assumed reading}}
  kr_c: {value: cost, unit: SEK, title: {sv: Kostnad C, en: Cost C}}
  kr_v: {value: service_value, unit: SEK, title: {sv: Tjänstevärde V, en: Service value V}}
  kr_g: {value: subsidy, unit: SEK, title: {sv: Lönestöd G, en: Wage subsidies G}}
  kr_social: {value: social_value, unit: SEK, title: {sv: Socialt värde, en: Social value}}
  kr_kommun: {value: kommun, unit: SEK, title: {sv: Kommun före utjämning, en: Municipality before equalisation}}
  kr_kommun_after: {value: kommun_after, unit: SEK, title: {sv: Kommun efter utjämning, en: Municipality after equalisation}}
  kr_region: {value: region, unit: SEK, title: {sv: Region, en: Region}}
  kr_region_after: {value: region_after, unit: SEK, title: {sv: Region efter utjämning, en: Region after equalisation}}
  kr_stat: {value: stat, unit: SEK, title: {sv: Stat efter lönestöd, en: State after wage subsidies}}
  kr_individ: {value: individ, unit: SEK, title: {sv: Individ, en: Individual}}
  kr_individ_participants: {value: individ_participants, unit: SEK, title: {sv: De som fick arbete, en: Those who got a job}}
  kr_individ_displaced: {value: individ_displaced, unit: SEK, title: {sv: Undanträngda, en: Displaced}}
by: [municipality, procedure, service_area]
period: {column: year, grains: [year]}
format: {decimals: 4}
*/
SELECT
    v.municipality,
    v.procedure,
    v.service_area,
    v.year,
    r.person,
    CASE WHEN r.home AND p.included = 1 THEN r.person END AS person_included,
    CASE WHEN r.home AND p.both_cost IS NOT NULL THEN r.person END AS person_both,
    CASE WHEN r.home AND p.read_cost IS NOT NULL THEN r.person END AS person_read,
    k.*
FROM metric.contract_value AS v
LEFT JOIN metric.contract_or_person AS r ON r.contract_id = v.contract_id
LEFT JOIN metric.contract_double_value AS k ON k.contract_id = v.contract_id AND r.person IS NULL
LEFT JOIN metric.contract_double_value AS p ON p.contract_id = r.contract_id AND r.person IS NOT NULL
