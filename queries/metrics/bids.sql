/*
title: {sv: Anbud, en: Bids}
doc:
  sv: Antal anbud i upphandlingarna, räknade per anbudsområde. Ett område där bara de kontrakterade anbuden är kända har okänt antal och räknas i without_bids. per_procurement gäller upphandlingar där antalet är känt för alla områden. social_enterprises är anbud från kända sociala företag, bland dem som statistiken namnger; unclear är anbud vars anbudsgivare inte är känd, eller inte går att bedöma.
  en: Number of bids in the procurements, counted by lot. A lot of which only the contracted bids are known has an unknown number and is in without_bids. per_procurement is about procurements whose number is known for every lot. social_enterprises are the bids of known social enterprises, among those that the statistics name; unclear are bids whose bidder is not known, or cannot be judged.
unit: bids
value: CASE WHEN count(bids) > 0 THEN sum(bids) END
parts:
  per_procurement: {value: "CAST(sum(CASE WHEN complete THEN bids END) AS DOUBLE) / nullif(count(DISTINCT CASE WHEN complete THEN procurement END), 0)", unit: bids/procurement, title: {sv: Anbud per upphandling, en: Bids per procurement}}
  procurements: {value: "CASE WHEN count(procurement) > 0 THEN count(DISTINCT procurement) END", unit: procurements, title: {sv: Upphandlingar, en: Procurements}}
  contracted: {value: "sum(contracted)", title: {sv: Kontrakterade anbud, en: Contracted bids}}
  social_enterprises: {value: "sum(social)", title: {sv: Från kända sociala företag, en: By known social enterprises}}
  unclear: {value: "sum(unclear)", title: {sv: Okänt om från ett socialt företag, en: Unknown whether by a social enterprise}}
  without_bids: {value: "CASE WHEN count(procurement) > 0 THEN count(*) - count(bids) END", unit: lots, title: {sv: Anbudsområden med okänt antal anbud, en: Lots with an unknown number of bids}}
by: [municipality]
period: {column: day, grains: [year]}
format: {decimals: 0}
*/
SELECT
    procurement,
    municipality,
    day,
    bids,
    contracted,
    social,
    unclear,
    complete
FROM metric.bid_lot
