/*
title: {sv: Upphandlingsmyndighetens läsning, en: The procurement authority's reading}
doc:
  sv: >-
    Vad ett avtals placeringar ger individ, kommun, region, stat och arbetsgivare enligt Upphandlingsmyndighetens kalkylator för sysselsättningskrav, utan jämförelse med vad som ändå hade hänt, utan undanträngning och utan
    tid efter avtalet. Ingår aldrig i det dubbla värdet. Delarna bridge_… leder från summan till det sociala värdet (kr_social) i det dubbla värdet, på kronan. Byggt efter exemplet och den inledande beskrivningen; formlerna för
    produktion, indirekt skatt och handledning är antagna, och bostadsbidrag, bonus och praktik saknas.
  en: >-
    What the placements of a contract give the individual, municipality, region, state and employer by the procurement authority's calculator for employment clauses, without a comparison with what would have happened anyway,
    without displacement and without time after the contract. Never part of the double value. The parts bridge_… lead from the sum to the social value (kr_social) in the double value, to the krona. Built by the example and the
    introduction of the description; the formulas for production, indirect tax and supervision are assumed, and housing allowance, bonus and traineeships are missing.
unit: SEK
let:
  - people: count(DISTINCT person)
    total: sum(total)
    individ: sum(individ)
    kommun: sum(kommun)
    region: sum(region)
    stat: sum(stat)
    arbetsgivare: sum(arbetsgivare)
    bridge_employer: sum(bridge_employer)
    bridge_indirect_tax: sum(bridge_indirect_tax)
    bridge_procurement: sum(bridge_procurement)
    bridge_anyway: sum(bridge_anyway)
    bridge_displacement: sum(bridge_displacement)
    bridge_aftermath: sum(bridge_aftermath)
    bridge_subsidy: sum(bridge_subsidy)
    kr_social: sum(social_value)
value: total
grade: "'antagen'"
# As in double_value, all figures of a contract tell its number of participants.
persons: people
protect: count
numerator: count(DISTINCT person_included)
parts:
  individ: {value: individ, title: {sv: Individ, en: Individual}}
  kommun: {value: kommun, title: {sv: Kommun efter upphandlingskostnad, en: Municipality after the cost of the procurement}}
  region: {value: region, title: {sv: Region, en: Region}}
  stat: {value: stat, title: {sv: Stat efter lönestöd, en: State after wage subsidies}}
  arbetsgivare: {value: arbetsgivare, title: {sv: Arbetsgivare, en: Employer}}
  bridge_employer: {value: bridge_employer, title: {sv: "arbetsgivarens resultat, som inte räknas", en: "the employer's result, which is not counted"}}
  bridge_indirect_tax: {value: bridge_indirect_tax, title: {sv: "indirekt skatt, som inte räknas", en: "indirect tax, which is not counted"}}
  bridge_procurement: {value: bridge_procurement, title: {sv: "upphandlingskostnad, som hör till kostnaden C", en: "cost of the procurement, which belongs to the cost C"}}
  bridge_anyway: {value: bridge_anyway, title: {sv: vad som hade hänt ändå, en: what would have happened anyway}}
  bridge_displacement: {value: bridge_displacement, title: {sv: undanträngning, en: displacement}}
  bridge_aftermath: {value: bridge_aftermath, title: {sv: effekt efter avtalet, en: effect after the contract}}
  bridge_subsidy: {value: bridge_subsidy, title: {sv: diskontering av lönestöd, en: discounting of wage subsidies}}
  kr_social: {value: kr_social, title: {sv: Socialt värde i det dubbla värdet, en: Social value in the double value}}
by: [contract]
# Contracts of the same person would be added.
publish: [[contract]]
format: {decimals: 0}
*/
SELECT
    v.contract_id AS contract,
    r.person,
    CASE WHEN r.home AND p.total IS NOT NULL THEN r.person END AS person_included,
    u.total,
    u.individ,
    u.kommun,
    u.region,
    u.stat,
    u.arbetsgivare,
    b.employer AS bridge_employer,
    b.indirect_tax AS bridge_indirect_tax,
    b.procurement AS bridge_procurement,
    b.anyway AS bridge_anyway,
    b.displacement AS bridge_displacement,
    b.aftermath AS bridge_aftermath,
    b.subsidy_difference AS bridge_subsidy,
    b.social_value
FROM metric.contract_value AS v
INNER JOIN metric.contract_or_person AS r ON r.contract_id = v.contract_id
LEFT JOIN metric.uhm_reading AS p ON p.contract_id = r.contract_id AND r.person IS NOT NULL
LEFT JOIN metric.uhm_reading AS u ON u.contract_id = v.contract_id AND r.person IS NULL
LEFT JOIN metric.uhm_bridge AS b ON b.contract_id = v.contract_id AND r.person IS NULL
