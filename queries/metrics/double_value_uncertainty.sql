/*
title: {sv: Osäkerheten i det dubbla värdet, en: Uncertainty of the double value}
doc:
  sv: >-
    10 000 dragningar av effekten, undanträngningen, referenspriset, kalkylräntan och avtagandet för samma avtal som i double_value.
    Värdet är medianen, intervallet går från 5 till 95 procent av dragningarna. Effekten är normalfördelad, med den skattade
    effektens medelfel där den är skattad; en parameter med low och high är triangulär, eller normal om distribution säger det. En
    indata har samma plats i fördelningen för alla avtal. Delarna tornado_… är det dubbla värdet med en indata i sitt låga eller
    höga läge och de övriga vid sitt värde.
  en: >-
    10,000 draws of the effect, displacement, the reference price, the discount rate and the drop-off, for the contracts of
    double_value. The value is the median; the interval is from 5 to 95 percent of the draws. The effect is normal, with the
    standard error of the estimated effect if it is estimated; a parameter with low and high is triangular, or normal if its
    distribution says so. An input has the same place in the distribution of all contracts. The parts tornado_… are the double value
    with one input at its low or high end and the others at their value.
unit: SEK/SEK
let:
  # Each municipality has one row of quantiles, with those of all municipalities in
  # the columns all_….
  - at_value_here: max(at_value)
    at_value_all: max(all_at_value)
    p5_here: max(p5)
    p5_all: max(all_p5)
    p50_here: max(p50)
    p50_all: max(all_p50)
    p95_here: max(p95)
    p95_all: max(all_p95)
    p_dv_ge_2_here: max(p_dv_ge_2)
    p_dv_ge_2_all: max(all_p_dv_ge_2)
    p_e_gt_0_here: max(p_e_gt_0)
    p_e_gt_0_all: max(all_p_e_gt_0)
    effect_low_here: max(effect_low)
    effect_low_all: max(all_effect_low)
    effect_high_here: max(effect_high)
    effect_high_all: max(all_effect_high)
    displacement_low_here: max(displacement_low)
    displacement_low_all: max(all_displacement_low)
    displacement_high_here: max(displacement_high)
    displacement_high_all: max(all_displacement_high)
    reference_price_low_here: max(reference_price_low)
    reference_price_low_all: max(all_reference_price_low)
    reference_price_high_here: max(reference_price_high)
    reference_price_high_all: max(all_reference_price_high)
    discount_rate_low_here: max(discount_rate_low)
    discount_rate_low_all: max(all_discount_rate_low)
    discount_rate_high_here: max(discount_rate_high)
    discount_rate_high_all: max(all_discount_rate_high)
    drop_off_low_here: max(drop_off_low)
    drop_off_low_all: max(all_drop_off_low)
    drop_off_high_here: max(drop_off_high)
    drop_off_high_all: max(all_drop_off_high)
    cost: sum(cost)
    service_value: sum(service_value)
    subsidy: sum(subsidy)
    participants: sum(participants)
    labour_value_all: CASE WHEN count(labour_value_all) = count(cost) THEN sum(labour_value_all) END
    included: count(included)
    included_estimated: count(included_estimated)
    not_evidenced: count(CASE WHEN not_shown = 'ej_belagd' THEN 1 END)
    too_few: count(CASE WHEN not_shown = 'for_fa' THEN 1 END)
    people: count(DISTINCT person)
  - at_value: CASE WHEN by_municipality THEN at_value_here ELSE at_value_all END
    p5: CASE WHEN by_municipality THEN p5_here ELSE p5_all END
    p50: CASE WHEN by_municipality THEN p50_here ELSE p50_all END
    p95: CASE WHEN by_municipality THEN p95_here ELSE p95_all END
    p_dv_ge_2: CASE WHEN by_municipality THEN p_dv_ge_2_here ELSE p_dv_ge_2_all END
    p_e_gt_0: CASE WHEN by_municipality THEN p_e_gt_0_here ELSE p_e_gt_0_all END
    effect_low: CASE WHEN by_municipality THEN effect_low_here ELSE effect_low_all END
    effect_high: CASE WHEN by_municipality THEN effect_high_here ELSE effect_high_all END
    displacement_low: CASE WHEN by_municipality THEN displacement_low_here ELSE displacement_low_all END
    displacement_high: CASE WHEN by_municipality THEN displacement_high_here ELSE displacement_high_all END
    reference_price_low: CASE WHEN by_municipality THEN reference_price_low_here ELSE reference_price_low_all END
    reference_price_high: CASE WHEN by_municipality THEN reference_price_high_here ELSE reference_price_high_all END
    discount_rate_low: CASE WHEN by_municipality THEN discount_rate_low_here ELSE discount_rate_low_all END
    discount_rate_high: CASE WHEN by_municipality THEN discount_rate_high_here ELSE discount_rate_high_all END
    drop_off_low: CASE WHEN by_municipality THEN drop_off_low_here ELSE drop_off_low_all END
    drop_off_high: CASE WHEN by_municipality THEN drop_off_high_here ELSE drop_off_high_all END
value: p50
low: p5
high: p95
grade: >-
  CASE WHEN included > 0 AND included = included_estimated THEN 'skattad' WHEN included = 0 AND not_evidenced > 0 THEN 'ej_belagd'
  WHEN included = 0 AND too_few > 0 THEN 'for_fa' ELSE 'antagen' END
status: CASE WHEN at_value < 0 THEN 'no_benefit' END
persons: people
protect: count
numerator: count(DISTINCT person_included)
parts:
  p5: {value: p5, title: {sv: 5-procentskvantil, en: 5 % quantile}}
  p50: {value: p50, title: {sv: Median, en: Median}}
  p95: {value: p95, title: {sv: 95-procentskvantil, en: 95 % quantile}}
  p_dv_ge_2: {value: p_dv_ge_2, unit: probability, title: {sv: P(DV ≥ 2), en: P(DV ≥ 2)}}
  p_e_gt_0: {value: p_e_gt_0, unit: probability, title: {sv: P(e > 0), en: P(e > 0)}}
  break_even: {value: "(2 * cost - service_value + subsidy) / nullif(CAST(labour_value_all AS DOUBLE) / nullif(participants, 0), 0)", unit: person-years, title: {sv: Årsarbeten för dubbla värdet 2, en: Person-years for a double value of 2}}
  at_value: {value: at_value, title: {sv: Dubbla värdet med alla indata vid sitt värde, en: Double value with all inputs at their value}}
  tornado_effect_low: {value: effect_low, title: {sv: "Dubbla värdet, effekten låg", en: "Double value, the effect low"}}
  tornado_effect_high: {value: effect_high, title: {sv: "Dubbla värdet, effekten hög", en: "Double value, the effect high"}}
  tornado_displacement_low: {value: displacement_low, title: {sv: "Dubbla värdet, undanträngningen låg", en: "Double value, displacement low"}}
  tornado_displacement_high: {value: displacement_high, title: {sv: "Dubbla värdet, undanträngningen hög", en: "Double value, displacement high"}}
  tornado_reference_price_low: {value: reference_price_low, title: {sv: "Dubbla värdet, referenspriset lågt", en: "Double value, the reference price low"}}
  tornado_reference_price_high: {value: reference_price_high, title: {sv: "Dubbla värdet, referenspriset högt", en: "Double value, the reference price high"}}
  tornado_discount_rate_low: {value: discount_rate_low, title: {sv: "Dubbla värdet, kalkylräntan låg", en: "Double value, the discount rate low"}}
  tornado_discount_rate_high: {value: discount_rate_high, title: {sv: "Dubbla värdet, kalkylräntan hög", en: "Double value, the discount rate high"}}
  tornado_drop_off_low: {value: drop_off_low, title: {sv: "Dubbla värdet, avtagandet lågt", en: "Double value, the drop-off low"}}
  tornado_drop_off_high: {value: drop_off_high, title: {sv: "Dubbla värdet, avtagandet högt", en: "Double value, the drop-off high"}}
by: [municipality]
format: {decimals: 4}
*/
SELECT
    v.municipality,
    r.person,
    CASE WHEN r.home AND p.included = 1 THEN r.person END AS person_included,
    k.cost,
    k.service_value,
    k.subsidy,
    k.participants,
    k.labour_value_all,
    k.included,
    k.included_estimated,
    k.not_shown,
    q.at_value,
    t.at_value AS all_at_value,
    q.p5,
    t.p5 AS all_p5,
    q.p50,
    t.p50 AS all_p50,
    q.p95,
    t.p95 AS all_p95,
    q.p_dv_ge_2,
    t.p_dv_ge_2 AS all_p_dv_ge_2,
    q.p_e_gt_0,
    t.p_e_gt_0 AS all_p_e_gt_0,
    q.effect_low,
    t.effect_low AS all_effect_low,
    q.effect_high,
    t.effect_high AS all_effect_high,
    q.displacement_low,
    t.displacement_low AS all_displacement_low,
    q.displacement_high,
    t.displacement_high AS all_displacement_high,
    q.reference_price_low,
    t.reference_price_low AS all_reference_price_low,
    q.reference_price_high,
    t.reference_price_high AS all_reference_price_high,
    q.discount_rate_low,
    t.discount_rate_low AS all_discount_rate_low,
    q.discount_rate_high,
    t.discount_rate_high AS all_discount_rate_high,
    q.drop_off_low,
    t.drop_off_low AS all_drop_off_low,
    q.drop_off_high,
    t.drop_off_high AS all_drop_off_high
FROM metric.contract_value AS v
LEFT JOIN metric.contract_or_person AS r ON r.contract_id = v.contract_id
LEFT JOIN metric.contract_double_value AS k ON k.contract_id = v.contract_id AND r.person IS NULL
LEFT JOIN metric.contract_double_value AS p ON p.contract_id = r.contract_id AND r.person IS NOT NULL
LEFT JOIN metric.double_value_quantile AS q ON q.municipality = coalesce(v.municipality, '') AND NOT q.everywhere
LEFT JOIN metric.double_value_quantile AS t ON t.everywhere
