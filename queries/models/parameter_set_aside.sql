/*
title: {sv: Parametrar i karantän, en: Parameters in quarantine}
doc:
  sv: Avtal vars värde kan bero på en parameterrad som avvisades. En bredare rad får inte gälla i dess ställe, så värdet är okänt tills raden är rättad.
  en: Contracts whose value may depend on a parameter row that was rejected. A broader row must not hold in its place, so the value is unknown until the row is corrected.
columns:
  contract_id: Contract.
*/
WITH rejected AS (
    -- The subject is the name and the scope; either may be what could not be read.
    SELECT DISTINCT
        split_part(subject, ' ', 1) AS name,
        substr(subject, length(split_part(subject, ' ', 1)) + 2) AS scope
    FROM meta.issue
    WHERE severity = 'reject' AND "table" = 'parameter' AND subject IS NOT NULL
),
used AS (
    SELECT name, scope
    FROM rejected
    WHERE name IN (
            '', 'base_year', 'prisbasbelopp', 'kpi', 'exchange_rate', 'arbetsgivaravgift', 'kommunalskatt', 'regionskatt', 'riksnorm_ensamstaende_manad',
            'boendekostnad_manad', 'aktivitetsstod_lagsta_dag', 'aktivitetsstod_dagar_ar', 'utjamning_lambda', 'discount_rate', 'displacement', 'wage_month',
            'state_subsidy', 'counterfactual_share.social_assistance', 'counterfactual_share.unemployment_benefit', 'own_administration', 'accepted_share',
            'drop_off', 'horizon', 'postings_complete'
        )
       OR name LIKE 'employment_effect.%'
       OR name LIKE 'grundavdrag.%'
       OR name LIKE 'jobbskatteavdrag.%'
)
SELECT DISTINCT s.contract_id
FROM metric.contract_scope AS s
INNER JOIN used AS u
    ON u.scope IN (
            '', 'all', 'contract:' || s.contract_id, 'municipality:' || s.municipality, 'municipality:' || s.residence,
            'region:' || substr(s.municipality, 1, 2), 'region:' || substr(s.residence, 1, 2)
        )
    OR u.scope LIKE 'currency:%'
