/*
title: {sv: Reserverade avtal utan leverantör i något register, en: Reserved contracts whose supplier is in no register}
doc:
  sv: Reserverade avtal, och poster på dem, vars leverantör inte finns i organisation eller i kommunens eget register (organisation_status), varken med nummer eller namn. De räknas som köp av sociala företag eftersom avtalet är reserverat. En enskild näringsidkare har inget namn att leta efter, bara numret.
  en: Reserved contracts, and postings on them, whose supplier is neither in organisation nor in the municipality's own register (organisation_status), by number or by name. They count as spend with social enterprises because the contract is reserved. A sole trader has no name to look for, only the number.
severity: warn
message:
  sv: "Reserverat avtal {contract_id}: {what} finns inte i något register över sociala företag"
  en: "Reserved contract {contract_id}: {what_en} is in no register of social enterprises"
concerns: [reserved_contracts, spend_social_enterprises]
*/
WITH suppliers AS (
    SELECT contract_id, municipality, supplier_org_no AS org_no, supplier_name AS name, 'contract' AS place
    FROM metric.contract_register
    WHERE reserved AND tier = 1
    UNION
    SELECT c.contract_id, coalesce(s.municipality, c.municipality), s.supplier_org_no, s.supplier_name, 'postings'
    FROM metric.contract_register AS c
    INNER JOIN core.spend AS s ON s.contract_ref = c.contract_id
    WHERE c.reserved
      AND c.tier = 1
      AND (s.supplier_org_no IS NOT NULL OR s.supplier_name IS NOT NULL)
      -- Another than the contract's own.
      AND coalesce(s.supplier_org_no <> c.supplier_org_no, TRUE)
      AND coalesce(lower(s.supplier_name) <> lower(c.supplier_name), TRUE)
),
everywhere AS (
    SELECT org_no, lower(name) AS name FROM core.organisation WHERE kind IN ('social_enterprise', 'work_integrating')
),
judged AS (
    SELECT
        s.contract_id,
        s.municipality,
        s.place,
        s.org_no LIKE 'p-%' AS sole_trader,
        s.org_no IS NULL AND s.name IS NULL AS nobody
    FROM suppliers AS s
    WHERE NOT EXISTS (SELECT 1 FROM everywhere AS a WHERE a.org_no = s.org_no OR s.org_no IS NULL AND a.name = lower(s.name))
      AND NOT EXISTS (
          SELECT 1
          FROM core.organisation_status AS o
          WHERE o.municipality = s.municipality AND (o.org_no = s.org_no OR (o.org_no IS NULL OR s.org_no IS NULL) AND lower(o.name) = lower(s.name))
      )
)
SELECT DISTINCT
    municipality,
    contract_id,
    CASE
        WHEN nobody THEN 'en leverantör utan nummer och namn'
        WHEN sole_trader THEN CASE WHEN place = 'contract' THEN 'leverantören, en enskild näringsidkare utan namn,' ELSE 'en enskild näringsidkare utan namn som fått betalt' END
        WHEN place = 'contract' THEN 'leverantören'
        ELSE 'en leverantör som fått betalt'
    END AS what,
    CASE
        WHEN nobody THEN 'a supplier without number and name'
        WHEN sole_trader THEN CASE WHEN place = 'contract' THEN 'its supplier, a sole trader without a name,' ELSE 'a sole trader without a name who was paid' END
        WHEN place = 'contract' THEN 'its supplier'
        ELSE 'a supplier that was paid'
    END AS what_en
FROM judged
