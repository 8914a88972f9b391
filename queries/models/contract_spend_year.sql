/*
title: {sv: Utbetalt per avtal och år, en: Spend by contract and year}
doc:
  sv: Utbetalningarna på avtalen i underlaget för det dubbla värdet, efter bokföringsår och avtalets år. Det dubbla värdet räknar ett avtals alla år i avtalets år.
  en: The spend on the contracts considered for the double value, by year of posting and contract year. The double value counts all years of a contract in its contract year.
columns:
  contract_id: Contract.
  municipality: Buying municipality.
  contract_year: Year of signing, else of the first day of the term, else of the first posting.
  posting_year: Year of posting; NULL if the postings have no date.
  spend: Sum in SEK, current prices; NULL if any posting is held back.
  postings: Number of postings.
*/
SELECT
    v.contract_id,
    v.municipality,
    v.year AS contract_year,
    CAST(extract(year FROM g.month) AS INTEGER) AS posting_year,
    CASE WHEN sum(g.held_back) = 0 THEN CAST(sum(g.amount) AS DECIMAL(28, 2)) END AS spend,
    CAST(sum(g.postings) AS BIGINT) AS postings
FROM metric.contract_value AS v
INNER JOIN metric.spend_group AS g ON g.contract_ref = v.contract_id
GROUP BY v.contract_id, v.municipality, v.year, CAST(extract(year FROM g.month) AS INTEGER)
