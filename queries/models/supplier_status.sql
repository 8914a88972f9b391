/*
title: {sv: Om en leverantör är ett socialt företag en dag, en: Whether a supplier is a social enterprise on a day}
doc:
  sv: En rad per kommun, leverantör och bokföringsdag, för leverantörer som finns i ett register. Finns leverantören i kommunens eget register (organisation_status) avgör det. Annars avgör organisation, som gäller alla kommuner. En leverantör som bara andra kommuner räknar har ingen rad.
  en: One row per municipality, supplier and day of posting, for suppliers that are in a register. If the supplier is in the municipality's own register (organisation_status), that decides. Otherwise organisation does, which applies to all municipalities. A supplier that only other municipalities count has no row.
materialized: table
columns:
  municipality: Buying municipality; NULL if unknown.
  org_no: Organisation number of the supplier.
  date: Day of posting; NULL if unknown.
  social: Whether it is a social enterprise; NULL if unknown.
*/
WITH everywhere AS (
    SELECT
        org_no,
        min(coalesce(identified_from, DATE '0001-01-01')) AS first_day,
        max(coalesce(identified_to, DATE '9999-12-31')) AS last_day
    FROM core.organisation
    WHERE kind IN ('social_enterprise', 'work_integrating')
    GROUP BY org_no
),
listed AS (
    SELECT org_no FROM everywhere
    UNION
    SELECT org_no FROM metric.social_enterprise WHERE org_no IS NOT NULL
),
bought AS (
    SELECT DISTINCT coalesce(s.municipality, c.municipality) AS municipality, s.supplier_org_no AS org_no, s.date
    FROM metric.spend_in_sek AS s
    INNER JOIN listed AS l ON l.org_no = s.supplier_org_no
    LEFT JOIN metric.contract_register AS c ON c.contract_id = s.contract_ref
),
own AS (
    SELECT
        b.municipality,
        b.org_no,
        b.date,
        max(CASE WHEN b.date BETWEEN e.counted_from AND e.counted_to THEN 1 ELSE 0 END) AS sure,
        max(CASE WHEN b.date BETWEEN e.possible_from AND e.possible_to OR b.date IS NULL THEN 1 ELSE 0 END) AS possible
    FROM bought AS b
    INNER JOIN metric.social_enterprise AS e ON e.municipality = b.municipality AND e.org_no = b.org_no
    GROUP BY b.municipality, b.org_no, b.date
)
SELECT
    b.municipality,
    b.org_no,
    b.date,
    CASE
        WHEN o.sure = 1 THEN TRUE
        WHEN o.possible = 1 THEN NULL
        WHEN o.org_no IS NOT NULL THEN FALSE
        ELSE b.date BETWEEN a.first_day AND a.last_day
    END AS social
FROM bought AS b
LEFT JOIN own AS o ON o.municipality = b.municipality AND o.org_no = b.org_no AND o.date IS NOT DISTINCT FROM b.date
LEFT JOIN everywhere AS a ON a.org_no = b.org_no
WHERE o.org_no IS NOT NULL OR a.org_no IS NOT NULL OR b.municipality IS NULL
