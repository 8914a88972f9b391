/*
title: {sv: Utbetalt efter leverantörens säte, en: Spend by the supplier's seat}
doc:
  sv: Reskontrans poster för kommunens egna köp, grupperade efter om leverantören har sitt säte i den köpande kommunen (organisation.municipality). Okänt om kommunen, leverantören eller sätet är okänt, eller om källor anger olika säten.
  en: The ledger's postings on the municipality's own purchases, grouped by whether the supplier has its seat in the buying municipality (organisation.municipality). Unknown if the municipality, the supplier or the seat is unknown, or if sources state different seats.
materialized: table
columns:
  municipality: Buying municipality, from the posting, else from its contract.
  month: First day of the month; NULL if the posting has no date.
  local: Whether the supplier has its seat in the municipality; NULL if unknown.
  amount: Sum in SEK excluding VAT, credits subtracted; NULL if every posting is held back.
  postings: Number of postings.
  held_back: Number of postings in another currency that could not be converted; they are not in amount.
*/
WITH seats AS (
    SELECT org_no, CASE WHEN min(municipality) = max(municipality) THEN min(municipality) END AS municipality
    FROM core.organisation
    GROUP BY org_no
),
postings AS (
    SELECT
        coalesce(s.municipality, c.municipality) AS municipality,
        CAST(date_trunc('month', s.date) AS DATE) AS month,
        seat.municipality = coalesce(s.municipality, c.municipality) AS local,
        s.amount
    FROM metric.spend_in_sek AS s
    LEFT JOIN metric.contract_register AS c ON c.contract_id = s.contract_ref
    LEFT JOIN seats AS seat ON seat.org_no = s.supplier_org_no
    WHERE coalesce(c.purchase, TRUE)
      AND coalesce(c.tier, 1) = 1
)
SELECT
    municipality,
    month,
    local,
    CAST(sum(amount) AS DECIMAL(28, 2)) AS amount,
    count(*) AS postings,
    count(*) - count(amount) AS held_back
FROM postings
GROUP BY municipality, month, local
