/*
title: {sv: Vad varje avtals effekt bygger på, en: What the effect of each contract rests on}
doc:
  sv: En rad per avtal. Effekten är skattad om den är det i varje kommun där deltagarna bor, och finns inte om den i någon av dem inte får visas.
  en: One row per contract. The effect is estimated if it is in every municipality in which the participants live, and there is none if in one of them it may not be shown.
materialized: table
columns:
  contract_id: Contract.
  basis: estimated, assumed or not_shown.
  verdict: ej_belagd or for_fa if the effect may not be shown, ej_belagd if both; otherwise NULL.
  kronor_estimated: Whether the SEK are estimated too.
  earlier_start: Whether any of the effects is that of an earlier start.
*/
SELECT
    contract_id,
    CASE
        WHEN count(CASE WHEN basis = 'not_shown' THEN 1 END) > 0 THEN 'not_shown'
        WHEN count(CASE WHEN basis = 'estimated' THEN 1 END) = count(*) THEN 'estimated'
        ELSE 'assumed'
    END AS basis,
    min(CASE WHEN basis = 'not_shown' THEN verdict END) AS verdict,
    count(CASE WHEN kronor_estimated THEN 1 END) = count(*) AS kronor_estimated,
    max(CASE WHEN earlier_start THEN 1 ELSE 0 END) = 1 AS earlier_start
FROM metric.contract_effect
GROUP BY contract_id
