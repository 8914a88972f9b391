/*
title: {sv: Vad en deltagare annars kan leva på, en: What a participant may otherwise live on}
doc:
  sv: En rad per tillstånd utan arbete. Ett projekt som behöver fler ersätter modellen och contract_state, som har beloppen. Försörjningsstödet betalas av kommunen och fyller på upp till normen.
  en: One row per state without work. A project that needs more of them replaces the model and contract_state, which has the amounts. Social assistance is paid by the municipality and fills up to the norm.
columns:
  state: Name of the state, as in the parameter counterfactual_share.STATE.
  payer: Who pays the benefit other than social assistance, kommun, region or stat; NULL if there is none.
  taxed: Whether that benefit is taxed.
  pensionable: Whether the general pension fee is paid on it.
  assisted: Whether social assistance is paid up to the norm.
*/
SELECT
    state,
    nullif(payer, '') AS payer,
    taxed,
    pensionable,
    assisted
FROM (VALUES
    ('social_assistance', '', FALSE, FALSE, TRUE),
    ('unemployment_benefit', 'stat', TRUE, TRUE, FALSE),
    ('unemployment_benefit_and_social_assistance', 'stat', TRUE, TRUE, TRUE),
    ('unemployment_insurance', 'stat', TRUE, TRUE, FALSE),
    ('establishment_benefit', 'stat', FALSE, FALSE, FALSE),
    ('none', '', FALSE, FALSE, FALSE)
) AS s (state, payer, taxed, pensionable, assisted)
