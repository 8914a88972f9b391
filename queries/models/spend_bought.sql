/*
title: {sv: Utbetalt för köp, en: Spend on purchases}
doc:
  sv: Grupperna i spend_group utan utbetalningar på bidrag och andra avtal som inte är köp, och utan dem på underleverantörers avtal.
  en: The groups of spend_group without what is paid on grants and other contracts that are no purchases, and without what is paid on sub-suppliers' contracts.
columns:
  municipality: Buying municipality.
  contract_ref: Contract of the postings; NULL if they have none.
  service_area: Service area of the contract.
  month: First day of the month; NULL if the posting has no date.
  social: Whether bought from a social enterprise; NULL if it cannot be determined.
  amount: Sum in SEK excluding VAT; NULL if every posting is held back.
  postings: Number of postings.
  held_back: Number of postings that could not be converted to SEK.
*/
SELECT
    g.municipality,
    g.contract_ref,
    c.service_area,
    g.month,
    g.social,
    g.amount,
    g.postings,
    g.held_back
FROM metric.spend_group AS g
LEFT JOIN metric.contract_register AS c ON c.contract_id = g.contract_ref
WHERE coalesce(c.purchase, TRUE)
  AND coalesce(c.tier, 1) = 1
