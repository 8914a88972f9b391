/*
title: {sv: Parametrar som formlerna läser, en: Parameters that the formulas read}
doc:
  sv: En rad per parameter, eller per serie av parametrar. En parameter med ett annat namn läses inte av någon formel.
  en: One row per parameter, or per series of parameters. No formula reads a parameter of another name.
columns:
  name: Name of the parameter; employment_effect.* is the series employment_effect.0, .1 …
  prefix: Prefix of the names of a series; NULL for a single parameter.
  unit: Unit of the value.
  place: Which municipality decides the value, residence for taxes and benefits, buyer for the rest.
  part: What is unknown for a contract without it, spend, administration, service, social, equalisation or interval.
  required: Name that must have a value for every contract; NULL if it is optional or if only some contracts need it.
  common: Whether it is read once for all contracts and is not in parameter_in_force.
*/
-- Made from parameters.go by go test . -run TestParameters -update
SELECT
    name,
    CASE WHEN name LIKE '%.*' THEN substr(name, 1, length(name) - 1) END AS prefix,
    unit,
    place,
    part,
    nullif(required, '') AS required,
    common
FROM (VALUES
    ('accepted_share', 'share', 'buyer', 'service', '', false),
    ('displacement', 'share', 'buyer', 'social', 'displacement', false),
    ('drop_off', 'share', 'buyer', 'social', '', false),
    ('employment_effect_se', 'share', 'buyer', 'interval', '', false),
    ('counterfactual_share.social_assistance', 'share', 'buyer', 'social', 'counterfactual_share.social_assistance', false),
    ('counterfactual_share.unemployment_benefit', 'share', 'buyer', 'social', 'counterfactual_share.unemployment_benefit', false),
    ('postings_complete', '0 or 1', 'buyer', 'spend', '', false),
    ('employment_effect.*', 'share', 'buyer', 'social', 'employment_effect.0', false),
    ('kommunalskatt', 'percent', 'residence', 'social', 'kommunalskatt', false),
    ('regionskatt', 'percent', 'residence', 'social', 'regionskatt', false),
    ('arbetsgivaravgift', 'percent', 'residence', 'social', 'arbetsgivaravgift', false),
    ('utjamning_lambda', 'percent', 'residence', 'equalisation', '', false),
    ('discount_rate', 'percent', 'buyer', 'social', 'discount_rate', false),
    ('wage_month', 'SEK/month', 'buyer', 'social', 'wage_month', false),
    ('riksnorm_ensamstaende_manad', 'SEK/month', 'residence', 'social', 'riksnorm_ensamstaende_manad', false),
    ('boendekostnad_manad', 'SEK/month', 'residence', 'social', 'boendekostnad_manad', false),
    ('aktivitetsstod_lagsta_dag', 'SEK/day', 'residence', 'social', 'aktivitetsstod_lagsta_dag', false),
    ('aktivitetsstod_dagar_ar', 'days', 'residence', 'social', 'aktivitetsstod_dagar_ar', false),
    ('horizon', 'years', 'buyer', 'social', '', false),
    ('base_year', 'year', 'buyer', 'social', '', false),
    ('kpi', 'index', 'buyer', 'administration', '', true),
    ('exchange_rate', 'SEK', 'buyer', 'spend', '', false),
    ('prisbasbelopp', 'SEK', 'buyer', 'social', '', false),
    ('grundavdrag.*', 'pbb, share', 'buyer', 'social', '', true),
    ('jobbskatteavdrag.*', 'pbb, share', 'buyer', 'social', '', true),
    ('state_subsidy', 'SEK', 'buyer', 'social', 'state_subsidy', false),
    ('own_administration', 'SEK', 'buyer', 'administration', 'own_administration', false)
) AS p (name, unit, place, part, required, common)
