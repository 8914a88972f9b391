/*
title: {sv: "Utbetalt per kommun, månad och avtal", en: "Spend by municipality, month and contract"}
doc:
  sv: Reskontrans poster, grupperade. En post räknas som köp av ett socialt företag om leverantören är identifierad som det på bokföringsdagen (supplier_status), eller om avtalet är reserverat. Är ingen identifierad, eller har kommunens register någon utan nummer, går det inte att avgöra för övriga.
  en: The postings of the ledger, grouped. A posting counts as bought from a social enterprise if the supplier is identified as one on the day of posting (supplier_status), or if the contract is reserved. If nobody is identified, or the municipality's register has somebody without a number, it cannot be determined for the others.
materialized: table
columns:
  municipality: Buying municipality, from the posting, else from its contract.
  month: First day of the month; NULL if the posting has no date.
  contract_ref: Contract of the postings; NULL if they have none.
  social: Whether bought from a social enterprise; NULL if it cannot be determined.
  amount: Sum in SEK excluding VAT, credits subtracted; NULL if every posting is held back.
  postings: Number of postings.
  held_back: Number of postings in another currency that could not be converted; they are not in amount.
  placeholders: Number of postings of exactly 0 or 1 SEK.
*/
WITH everywhere AS (
    SELECT count(*) AS enterprises FROM core.organisation WHERE kind IN ('social_enterprise', 'work_integrating')
),
-- A supplier that is in a register by its name alone may be any of the suppliers.
registers AS (
    SELECT municipality, count(*) - count(org_no) AS without_number FROM metric.social_enterprise GROUP BY municipality
),
postings AS (
    SELECT
        coalesce(s.municipality, c.municipality) AS municipality,
        CAST(date_trunc('month', s.date) AS DATE) AS month,
        s.contract_ref,
        CASE
            WHEN c.reserved THEN TRUE
            WHEN t.social THEN TRUE
            WHEN c.contradiction IS NOT NULL THEN NULL
            WHEN t.org_no IS NOT NULL THEN t.social
            WHEN s.supplier_org_no IS NULL OR r.without_number > 0 THEN NULL
            WHEN everywhere.enterprises = 0 AND r.municipality IS NULL THEN NULL
            ELSE FALSE
        END AS social,
        s.amount
    FROM metric.spend_in_sek AS s
    CROSS JOIN everywhere
    LEFT JOIN metric.contract_register AS c ON c.contract_id = s.contract_ref
    LEFT JOIN registers AS r ON r.municipality = coalesce(s.municipality, c.municipality)
    LEFT JOIN metric.supplier_status AS t
        ON t.org_no = s.supplier_org_no
        AND t.municipality IS NOT DISTINCT FROM coalesce(s.municipality, c.municipality)
        AND t.date IS NOT DISTINCT FROM s.date
)
SELECT
    municipality,
    month,
    contract_ref,
    social,
    CAST(sum(amount) AS DECIMAL(28, 2)) AS amount,
    count(*) AS postings,
    count(*) - count(amount) AS held_back,
    sum(CASE WHEN amount IN (0, 1) THEN 1 ELSE 0 END) AS placeholders
FROM postings
GROUP BY municipality, month, contract_ref, social
