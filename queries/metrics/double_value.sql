/*
title: {sv: Dubbla värdet av varje skattekrona, en: Double value of each tax krona}
doc:
  sv: >-
    Vad en krona köpte (v) och vad den gjorde för dem som annars stått utan arbete (e), för avtal med utbetalningar som är
    reserverade, har sociala krav eller har deltagare. Basårets priser, exklusive moms. Talet gäller avtal där allt är känt;
    coverage säger hur stor del av utbetalningarna det är, gånger andelen av de avtal som kan höra till gruppen som säkert gör det. Effekten kommer ur parametrar och är antagen. Intervallet är
    90 % normal, osäkerheten fullt korrelerad mellan år, personer och avtal. Perioden är avtalets år, det år då det tecknades
    (annars avtalstidens första, annars den första postens), med utbetalningar från alla år; metric.contract_spend_year har dem
    efter båda åren. Ordet dubbelt kräver att varje avtal i gruppen ingår och att inget värde är en antagen läsning.
  en: >-
    What a krona bought (v) and what it did for those who would otherwise have stood without work (e), for contracts with spend
    that are reserved, have social requirements or have participants. Base-year prices, excluding VAT. The figure is about
    contracts of which everything is known; coverage says what share of the spend that is, times the share
    that surely belong to the group of the contracts that may. The effect comes from parameters
    and is assumed. The interval is 90 % normal, the uncertainty fully correlated over years, persons and contracts. The
    period is the contract's year, that of signing (else of the term's first day, else of the first posting), with the spend of
    all years; metric.contract_spend_year has it by both years. The word double takes that every contract of the group is
    included and that no value is an assumed reading.
unit: SEK/SEK
let:
  - c: sum(cost_known)
    v: sum(service_known)
    s: sum(social)
    g: sum(subsidy)
    c_any: sum(CASE WHEN service_any IS NOT NULL THEN cost END)
    v_any: sum(CASE WHEN cost IS NOT NULL THEN service_any END)
    spend_all: sum(spend_seen)
    spend_known: sum(spend_known)
    kommun: sum(kommun)
    kommun_after: sum(kommun) - CASE WHEN count(kommun_equalised) = count(kommun) THEN sum(kommun_equalised) END
    own: sum(kommun_own)
    own_after: sum(kommun_own) - CASE WHEN count(kommun_equalised) = count(kommun) THEN sum(kommun_own_equalised) END
    region: sum(region)
    stat: sum(stat)
    participants_sek: sum(individ_participants)
    displaced_sek: sum(individ_displaced)
    se: CASE WHEN count(social_se) = count(social) THEN sum(social_se) END
    py: sum(person_years)
    n: sum(participants)
    labour: sum(labour_value)
    labour_first: sum(labour_first)
    labour_all: sum(labour_all)
    contracts_all: count(CASE WHEN person IS NULL THEN contract_id END)
    municipality_inside: count(CASE WHEN person IS NULL AND municipality IS NULL THEN contract_id END)
    procedure_inside: count(CASE WHEN person IS NULL AND procedure IS NULL THEN contract_id END)
    service_area_inside: count(CASE WHEN person IS NULL AND service_area IS NULL THEN contract_id END)
    year_inside: count(CASE WHEN NOT year_stated THEN contract_id END)
    municipality_all: max(municipality_all)
    procedure_all: max(procedure_all)
    procedure_here: max(procedure_here)
    service_area_all: max(service_area_all)
    service_area_here: max(service_area_here)
    year_all: max(year_all)
    year_here: max(year_here)
    contracts_known: count(cost_known)
    contracts_assumed: count(CASE WHEN reference_assumed THEN cost_known END)
    contracts_read: count(CASE WHEN reading IS NOT NULL THEN cost_known END)
    contracts_service: count(CASE WHEN cost IS NOT NULL THEN service_any END)
    unseen: count(CASE WHEN cost IS NULL AND spend_seen = 0 THEN contract_id END)
    unnamed: max(unnamed)
    spend_service: sum(CASE WHEN cost IS NOT NULL AND service_any IS NOT NULL THEN spend_seen END)
    people: count(DISTINCT person)
  - dv: CAST(v + s AS DOUBLE) / nullif(c, 0)
    e: CAST(s AS DOUBLE) / nullif(c, 0)
    error: se / nullif(c, 0)
    # Contracts outside the group that may belong to it, since the cell that
    # would say so is blank; those inside that are of the year by a reading;
    # and whether the group is of what cannot be told.
    others: >-
      CASE WHEN by_municipality THEN municipality_all - municipality_inside ELSE 0 END
      + CASE WHEN NOT by_procedure THEN 0 WHEN by_municipality THEN procedure_here - procedure_inside ELSE procedure_all - procedure_inside END
      + CASE WHEN NOT by_service_area THEN 0 WHEN by_municipality THEN service_area_here - service_area_inside ELSE service_area_all - service_area_inside END
      + CASE WHEN NOT by_year THEN 0 WHEN by_municipality THEN year_here - year_inside ELSE year_all - year_inside END
    unsure: CASE WHEN by_year THEN year_inside ELSE 0 END
    nowhere: by_municipality AND municipality_inside > 0 OR by_procedure AND procedure_inside > 0 OR by_service_area AND service_area_inside > 0
  # Standard normal distribution function, formula 7.1.26 of Abramowitz and
  # Stegun with x = |z|/√2: error below 1e-7.
  - z_dv: (dv - 2) / nullif(error, 0)
    z_e: e / nullif(error, 0)
  - t_dv: 1 / (1 + 0.3275911 * abs(z_dv) / sqrt(2))
    t_e: 1 / (1 + 0.3275911 * abs(z_e) / sqrt(2))
  - tail_dv: 0.5 * exp(-z_dv * z_dv / 2) * t_dv * (0.254829592 + t_dv * (-0.284496736 + t_dv * (1.421413741 + t_dv * (-1.453152027 + t_dv * 1.061405429))))
    tail_e: 0.5 * exp(-z_e * z_e / 2) * t_e * (0.254829592 + t_e * (-0.284496736 + t_e * (1.421413741 + t_e * (-1.453152027 + t_e * 1.061405429))))
value: dv
low: dv - 1.644853627 * error
high: dv + 1.644853627 * error
grade: antagen
status: CASE WHEN v + s < 0 THEN 'no_benefit' END
persons: people
parts:
  v: {value: "CAST(v_any AS DOUBLE) / nullif(c_any, 0)", title: {sv: Tjänstekrona, en: Service krona}}
  v_in_dv: {value: "CAST(v AS DOUBLE) / nullif(c, 0)", title: {sv: Tjänstekrona i avtalen som ingår, en: Service krona of the contracts included}}
  e: {value: "e", low: "e - 1.644853627 * error", high: "e + 1.644853627 * error", title: {sv: Social krona, en: Social krona}}
  e_kommun: {value: "CAST(kommun AS DOUBLE) / nullif(c, 0)", title: {sv: därav kommun före utjämning, en: of which municipality before equalisation}}
  e_kommun_after: {value: "CAST(kommun_after AS DOUBLE) / nullif(c, 0)", title: {sv: kommun efter utjämning, en: municipality after equalisation}}
  e_kommunkollektivet: {value: "CAST(kommun - kommun_after AS DOUBLE) / nullif(c, 0)", title: {sv: kommunkollektivet genom utjämningen, en: all municipalities through equalisation}}
  e_region: {value: "CAST(region AS DOUBLE) / nullif(c, 0)", title: {sv: därav region, en: of which region}}
  e_stat: {value: "CAST(stat AS DOUBLE) / nullif(c, 0)", title: {sv: därav stat efter lönestöd, en: of which state after wage subsidies}}
  e_individ: {value: "CAST(participants_sek + displaced_sek AS DOUBLE) / nullif(c, 0)", title: {sv: därav individ, en: of which individual}}
  e_individ_participants: {value: "CAST(participants_sek AS DOUBLE) / nullif(c, 0)", title: {sv: de som fick arbete, en: those who got a job}}
  e_individ_displaced: {value: "CAST(displaced_sek AS DOUBLE) / nullif(c, 0)", title: {sv: undanträngda, en: displaced}}
  dv_1: {value: "CAST(v + labour_first - g AS DOUBLE) / nullif(c, 0)", title: {sv: Dubbla värdet avtalsåret, en: Double value in the contract year}}
  dv_t: {value: "dv", title: {sv: Dubbla värdet alla observerade år, en: Double value over the observed years}}
  double: {value: "CASE WHEN e IS NULL THEN NULL WHEN CAST(v AS DOUBLE) / nullif(c, 0) >= 0.95 AND e >= 1 AND contracts_known = contracts_all + others AND unsure = 0 AND NOT nowhere AND contracts_read = 0 AND coalesce(unnamed, 0) = 0 THEN 1 ELSE 0 END", unit: "0/1", title: {sv: Får kallas dubbelt, en: May be called double}}
  npv: {value: "v + s - c", unit: SEK, title: {sv: Nettonuvärde, en: Net present value}}
  mvpf: {value: "CASE WHEN c - kommun - region - stat > 0 THEN CAST(v + participants_sek + displaced_sek AS DOUBLE) / (c - kommun - region - stat) END", title: {sv: MVPF, en: Marginal value of public funds}}
  municipality_alone: {value: "CAST(v + own AS DOUBLE) / nullif(c, 0)", title: {sv: Kommunen ensam före utjämning, en: The municipality alone before equalisation}}
  municipality_alone_after: {value: "CAST(v + own_after AS DOUBLE) / nullif(c, 0)", title: {sv: Kommunen ensam efter utjämning, en: The municipality alone after equalisation}}
  break_even: {value: "CAST(2 * c - v + g AS DOUBLE) / nullif(CAST(labour_all AS DOUBLE) / nullif(n, 0), 0)", unit: person-years, title: {sv: Årsarbeten för dubbla värdet 2, en: Person-years for a double value of 2}}
  person_years: {value: "py", unit: person-years, title: {sv: Diskonterade årsarbeten netto, en: Net discounted person-years}}
  p_dv_ge_2: {value: "CASE WHEN z_dv >= 0 THEN 1 - tail_dv ELSE tail_dv END", unit: probability, title: {sv: P(DV ≥ 2), en: P(DV ≥ 2)}}
  p_e_gt_0: {value: "CASE WHEN z_e >= 0 THEN 1 - tail_e ELSE tail_e END", unit: probability, title: {sv: P(e > 0), en: P(e > 0)}}
  gross: {value: "CAST(labour_all AS DOUBLE) / nullif(c, 0) + 1", title: {sv: "Naiv bruttoläsning, bara volym", en: "Naive gross reading, volume only"}}
  coverage: {value: "CAST(coalesce(spend_known, 0) AS DOUBLE) / nullif(spend_all, 0) * (contracts_all - unseen) / nullif(contracts_all + others, 0)", unit: share, title: {sv: Andel av utbetalningarna som ingår, en: Share of the spend included}}
  coverage_v: {value: "CAST(coalesce(spend_service, 0) AS DOUBLE) / nullif(spend_all, 0) * (contracts_all - unseen) / nullif(contracts_all + others, 0)", unit: share, title: {sv: Andel av utbetalningarna i tjänstekronan, en: Share of the spend in the service krona}}
  contracts: {value: "contracts_all", unit: contracts, title: {sv: Avtal, en: Contracts}}
  contracts_included: {value: "contracts_known", unit: contracts, title: {sv: Avtal som ingår, en: Contracts included}}
  contracts_assumed_reference: {value: "contracts_assumed", unit: contracts, title: {sv: Avtal med antaget referenspris, en: Contracts with an assumed reference price}}
  contracts_assumed_reading: {value: "contracts_read", unit: contracts, title: {sv: Avtal vars leverans är en antagen läsning, en: Contracts whose delivery is an assumed reading}}
  kr_c: {value: "c", unit: SEK, title: {sv: Kostnad C, en: Cost C}}
  kr_v: {value: "v", unit: SEK, title: {sv: Tjänstevärde V, en: Service value V}}
  kr_g: {value: "g", unit: SEK, title: {sv: Lönestöd G, en: Wage subsidies G}}
  kr_social: {value: "s", unit: SEK, title: {sv: Socialt värde, en: Social value}}
  kr_kommun: {value: "kommun", unit: SEK, title: {sv: Kommun före utjämning, en: Municipality before equalisation}}
  kr_kommun_after: {value: "kommun_after", unit: SEK, title: {sv: Kommun efter utjämning, en: Municipality after equalisation}}
  kr_region: {value: "region", unit: SEK, title: {sv: Region, en: Region}}
  kr_stat: {value: "stat", unit: SEK, title: {sv: Stat efter lönestöd, en: State after wage subsidies}}
  kr_individ: {value: "participants_sek + displaced_sek", unit: SEK, title: {sv: Individ, en: Individual}}
  kr_individ_participants: {value: "participants_sek", unit: SEK, title: {sv: De som fick arbete, en: Those who got a job}}
  kr_individ_displaced: {value: "displaced_sek", unit: SEK, title: {sv: Undanträngda, en: Displaced}}
by: [municipality, procedure, service_area]
period: {column: year, grains: [year]}
format: {decimals: 4}
*/
SELECT
    contract_id,
    municipality,
    procedure,
    service_area,
    year,
    CAST(NULL AS BLOB) AS person,
    year_stated,
    sum(CASE WHEN municipality IS NULL THEN 1 ELSE 0 END) OVER () AS municipality_all,
    sum(CASE WHEN procedure IS NULL THEN 1 ELSE 0 END) OVER () AS procedure_all,
    sum(CASE WHEN procedure IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY municipality) AS procedure_here,
    sum(CASE WHEN service_area IS NULL THEN 1 ELSE 0 END) OVER () AS service_area_all,
    sum(CASE WHEN service_area IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY municipality) AS service_area_here,
    sum(CASE WHEN year_stated THEN 0 ELSE 1 END) OVER () AS year_all,
    sum(CASE WHEN year_stated THEN 0 ELSE 1 END) OVER (PARTITION BY municipality) AS year_here,
    spend_seen,
    cost,
    service_value AS service_any,
    reference_assumed,
    reading,
    -- Rows in quarantine that name no contract may be any contract's.
    (SELECT count(*) FROM metric.contract_set_aside WHERE contract_id IS NULL AND table_name IN ('delivery', 'placement')) AS unnamed,
    CASE WHEN covered THEN spend END AS spend_known,
    CASE WHEN covered THEN cost END AS cost_known,
    CASE WHEN covered THEN service_value END AS service_known,
    CASE WHEN covered THEN social_value END AS social,
    CASE WHEN covered THEN social_se END AS social_se,
    CASE WHEN covered THEN subsidy END AS subsidy,
    CASE WHEN covered THEN participants END AS participants,
    CASE WHEN covered THEN person_years END AS person_years,
    CASE WHEN covered THEN labour_value END AS labour_value,
    CASE WHEN covered THEN labour_value_first END AS labour_first,
    CASE WHEN covered THEN labour_value_all END AS labour_all,
    CASE WHEN covered THEN kommun END AS kommun,
    CASE WHEN covered THEN kommun_own END AS kommun_own,
    CASE WHEN covered THEN kommun_equalised END AS kommun_equalised,
    CASE WHEN covered THEN kommun_own_equalised END AS kommun_own_equalised,
    CASE WHEN covered THEN region END AS region,
    CASE WHEN covered THEN stat END AS stat,
    CASE WHEN covered THEN individ_participants END AS individ_participants,
    CASE WHEN covered THEN individ_displaced END AS individ_displaced
FROM metric.contract_value
-- One row per person too, without amounts, so that persons are counted once
-- in every group. BY NAME is DuckDB's own; it spares twenty columns of NULL.
UNION ALL BY NAME
SELECT
    v.contract_id,
    v.municipality,
    v.procedure,
    v.service_area,
    v.year,
    p.person
FROM metric.contract_value AS v
INNER JOIN metric.contract_person AS p ON p.contract_id = v.contract_id
