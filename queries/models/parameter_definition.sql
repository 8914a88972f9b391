/*
title: {sv: Parametrar som formlerna läser, en: Parameters that the formulas read}
doc:
  sv: En rad per parameter, eller per serie av parametrar. En parameter med ett annat namn läses inte av någon formel.
  en: One row per parameter, or per series of parameters. No formula reads a parameter of another name.
materialized: table
columns:
  name: Name of the parameter; employment_effect.* is the series employment_effect.0, .1 …
  prefix: Prefix of the names of a series; NULL for a single parameter.
  unit: Unit of the value.
  place: Which municipality decides the value, residence for taxes and benefits, buyer for the rest.
  part: What is unknown for a contract without it, spend, administration, service, social, displacement, equalisation, interval or funds; information if nothing is.
  required: Name that must have a value for every contract, or for all of them if it is common; NULL if it is optional or if only some contracts need it.
  common: Whether it is read once for all contracts and is not in parameter_in_force.
  by_day: Whether the value is the mean over the days of the base year; otherwise it is the one in force on its first day.
*/
-- Made from parameters.go by go test . -run TestParameters -update
SELECT
    name,
    CASE WHEN name LIKE '%.*' THEN substr(name, 1, length(name) - 1) END AS prefix,
    unit,
    place,
    part,
    nullif(required, '') AS required,
    common,
    by_day
FROM (VALUES
    ('accepted_share', 'share', 'buyer', 'service', '', false, false),
    ('displacement', 'share', 'buyer', 'displacement', 'displacement', false, false),
    ('drop_off', 'share', 'buyer', 'social', '', false, false),
    ('employment_effect_se', 'share', 'buyer', 'interval', '', false, false),
    ('extent', 'share', 'buyer', 'social', '', false, false),
    ('counterfactual_share.*', 'share', 'buyer', 'social', '', false, false),
    ('postings_complete', '0 or 1', 'buyer', 'spend', '', false, false),
    ('employment_effect.*', 'share', 'buyer', 'social', 'employment_effect.0', false, false),
    ('discount_rate', 'percent', 'buyer', 'social', 'discount_rate', false, false),
    ('wage_month', 'SEK/month', 'buyer', 'social', 'wage_month', false, false),
    ('horizon', 'years', 'buyer', 'social', '', false, false),
    ('tax_lag_years', 'years', 'residence', 'equalisation', '', false, false),
    ('mcpf', 'ratio', 'buyer', 'funds', '', false, false),
    ('reference_price_factor', 'ratio', 'buyer', 'interval', '', false, false),
    ('base_year', 'year', 'buyer', 'social', '', false, false),
    ('kpi', 'index', 'buyer', 'administration', '', true, false),
    ('exchange_rate', 'SEK', 'buyer', 'spend', '', false, false),
    ('state_subsidy', 'SEK', 'buyer', 'social', '', false, false),
    ('own_administration', 'SEK', 'buyer', 'administration', 'own_administration', false, false),
    ('kommunalskatt', 'percent', 'residence', 'social', 'kommunalskatt', false, false),
    ('regionskatt', 'percent', 'residence', 'social', 'regionskatt', false, false),
    ('arbetsgivaravgift', 'percent', 'residence', 'social', 'arbetsgivaravgift', false, true),
    ('utjamning_lambda', 'percent', 'residence', 'equalisation', '', false, false),
    ('utjamning_lambda_region', 'percent', 'residence', 'equalisation', '', false, false),
    ('arbetsgivaravgift_unga', 'percent', 'buyer', 'social', '', true, true),
    ('arbetsgivaravgift_aldre', 'percent', 'buyer', 'social', '', true, true),
    ('alderspensionsavgift', 'percent', 'buyer', 'information', '', true, false),
    ('allman_loneavgift', 'percent', 'buyer', 'information', '', true, false),
    ('pensionsavgift', 'percent', 'buyer', 'social', 'pensionsavgift', true, false),
    ('forvarvsinkomst_reduktion', 'percent', 'buyer', 'social', 'forvarvsinkomst_reduktion', true, false),
    ('public_service_avgift', 'percent', 'buyer', 'social', 'public_service_avgift', true, false),
    ('statlig_skatt', 'percent', 'buyer', 'social', 'statlig_skatt', true, false),
    ('arbetsgivaravgift_unga_fran_alder', 'age', 'buyer', 'social', '', true, true),
    ('arbetsgivaravgift_unga_till_alder', 'age', 'buyer', 'social', '', true, true),
    ('arbetsgivaravgift_aldre_fran_alder', 'age', 'buyer', 'social', '', true, true),
    ('grundavdrag_alder', 'age', 'buyer', 'social', 'grundavdrag_alder', true, false),
    ('jobbskatteavdrag_alder', 'age', 'buyer', 'social', 'jobbskatteavdrag_alder', true, false),
    ('prisbasbelopp', 'SEK', 'buyer', 'social', 'prisbasbelopp', true, false),
    ('pensionsavgift_hogst', 'SEK', 'buyer', 'social', 'pensionsavgift_hogst', true, false),
    ('forvarvsinkomst_reduktion_fran', 'SEK', 'buyer', 'social', 'forvarvsinkomst_reduktion_fran', true, false),
    ('forvarvsinkomst_reduktion_hogst', 'SEK', 'buyer', 'social', 'forvarvsinkomst_reduktion_hogst', true, false),
    ('regionreduktion', 'SEK', 'residence', 'information', '', false, false),
    ('public_service_avgift_hogst', 'SEK', 'buyer', 'social', 'public_service_avgift_hogst', true, false),
    ('skiktgrans', 'SEK', 'buyer', 'social', 'skiktgrans', true, false),
    ('arbetsgivaravgift_unga_tak', 'SEK/month', 'buyer', 'social', '', true, true),
    ('pensionsavgift_fran', 'pbb', 'buyer', 'social', 'pensionsavgift_fran', true, false),
    ('grundavdrag.*', 'pbb, share', 'buyer', 'social', 'grundavdrag.1.from', true, false),
    ('jobbskatteavdrag.*', 'pbb, share', 'buyer', 'social', 'jobbskatteavdrag.1.from', true, false),
    ('grundavdrag_aldre.*', 'pbb, share', 'buyer', 'social', '', true, false),
    ('jobbskatteavdrag_aldre.*', 'pbb, share', 'buyer', 'social', '', true, false),
    ('jobbstimulans', 'share', 'residence', 'information', '', false, false),
    ('riksnorm_ensamstaende_manad', 'SEK/month', 'residence', 'social', '', false, true),
    ('boendekostnad_manad', 'SEK/month', 'residence', 'social', '', false, true),
    ('household_norm_month', 'SEK/month', 'residence', 'social', '', false, true),
    ('aktivitetsstod_lagsta_dag', 'SEK/day', 'residence', 'social', '', false, true),
    ('previous_wage_month', 'SEK/month', 'buyer', 'social', '', false, false),
    ('akassa_tak_inkomst_manad', 'SEK/month', 'residence', 'social', '', false, true),
    ('etableringsersattning_dag', 'SEK/day', 'residence', 'social', '', false, true),
    ('subsidy.*', 'share, ratio, SEK/month', 'buyer', 'social', '', true, false),
    ('akassa_andel_12_manader', 'percent', 'residence', 'social', '', false, true),
    ('akassa_andel_6_manader', 'percent', 'residence', 'social', '', false, true),
    ('akassa_andel_utan', 'percent', 'residence', 'social', '', false, true),
    ('akassa_nedtrappning_dag_101', 'percent', 'residence', 'social', '', false, true),
    ('akassa_nedtrappning_dag_201', 'percent', 'residence', 'social', '', false, true),
    ('aktivitetsstod_dagar_ar', 'days', 'residence', 'social', '', false, false),
    ('membership_months', 'months', 'buyer', 'social', '', false, false),
    ('effect_min_treated', 'persons', 'buyer', 'information', '', true, false),
    ('effect_allowance_matched', 'share', 'buyer', 'information', '', true, false),
    ('effect_allowance_waiting_list', 'share', 'buyer', 'information', '', true, false),
    ('effect_icc', 'share', 'buyer', 'information', '', true, false),
    ('uhm_production', 'share', 'buyer', 'information', '', false, false),
    ('uhm_supervision', 'share', 'buyer', 'information', '', false, false),
    ('uhm_indirect_tax', 'share', 'buyer', 'information', '', false, false),
    ('uhm_supervisor_wage_month', 'SEK/month', 'buyer', 'information', '', false, false),
    ('uhm_administration', 'SEK', 'buyer', 'information', '', false, false),
    ('uhm_procurement', 'SEK', 'buyer', 'information', '', false, false)
) AS p (name, unit, place, part, required, common, by_day)
