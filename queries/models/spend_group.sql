/*
title: {sv: "Utbetalt per kommun, månad och avtal", en: "Spend by municipality, month and contract"}
doc:
  sv: Reskontrans poster, grupperade. En post räknas som köp av ett socialt företag om leverantören är identifierad som det på bokföringsdagen, eller om avtalet är reserverat.
  en: The postings of the ledger, grouped. A posting counts as bought from a social enterprise if the supplier is identified as one on the day of posting, or if the contract is reserved.
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
WITH social AS (
    SELECT
        org_no,
        min(coalesce(identified_from, DATE '0001-01-01')) AS first_day,
        max(coalesce(identified_to, DATE '9999-12-31')) AS last_day
    FROM core.organisation
    WHERE kind IN ('social_enterprise', 'work_integrating')
    GROUP BY org_no
),
known AS (
    SELECT count(*) AS enterprises FROM social
),
postings AS (
    SELECT
        coalesce(s.municipality, c.municipality) AS municipality,
        CAST(date_trunc('month', s.date) AS DATE) AS month,
        s.contract_ref,
        CASE
            WHEN c.reserved THEN TRUE
            WHEN social.org_no IS NOT NULL AND s.date BETWEEN social.first_day AND social.last_day THEN TRUE
            WHEN s.supplier_org_no IS NULL OR known.enterprises = 0 THEN NULL
            WHEN social.org_no IS NOT NULL AND s.date IS NULL THEN NULL
            ELSE FALSE
        END AS social,
        s.amount
    FROM metric.spend_in_sek AS s
    CROSS JOIN known
    LEFT JOIN metric.contract_register AS c ON c.contract_id = s.contract_ref
    LEFT JOIN social ON social.org_no = s.supplier_org_no
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
