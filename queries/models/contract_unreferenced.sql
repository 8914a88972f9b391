/*
title: {sv: Poster som kan höra till ett avtal, en: Postings that may belong to a contract}
doc:
  sv: >-
    Poster utan avtalsnummer från avtalets leverantör, i den köpande kommunen och från tolv månader före avtalets första kända dag till tolv månader efter dess sista. De kan
    höra till avtalet, så dess kostnad är okänd. Hör de inte dit anges det med parametern postings_complete.
  en: >-
    Postings without a contract id from the contract's supplier, in the buying municipality and from twelve months before the contract's first known day to twelve months after its
    last. They may belong to the contract, so its cost is unknown. If they do not, set the parameter postings_complete.
materialized: table
columns:
  contract_id: Contract.
  postings: Number of such postings.
*/
WITH named AS (
    SELECT contract_id, municipality, supplier_org_no, supplier_name FROM metric.contract_register
    UNION
    SELECT contract_ref, municipality, supplier_org_no, supplier_name FROM core.spend WHERE contract_ref IS NOT NULL
),
suppliers AS (
    SELECT contract_id, municipality, 'org ' || supplier_org_no AS supplier FROM named WHERE supplier_org_no IS NOT NULL
    UNION
    SELECT contract_id, municipality, 'name ' || lower(supplier_name) FROM named WHERE supplier_name IS NOT NULL
),
unnamed AS (
    SELECT
        municipality,
        supplier_org_no,
        supplier_name,
        CAST(date_trunc('month', date) AS DATE) AS month,
        count(*) AS postings
    FROM core.spend
    WHERE contract_ref IS NULL
      AND coalesce(amount <> 0, TRUE)
    GROUP BY municipality, supplier_org_no, supplier_name, CAST(date_trunc('month', date) AS DATE)
),
sought AS (
    SELECT u.*, 'org ' || u.supplier_org_no AS supplier FROM unnamed AS u WHERE u.supplier_org_no IS NOT NULL
    UNION ALL
    SELECT u.*, 'name ' || lower(u.supplier_name) FROM unnamed AS u WHERE u.supplier_name IS NOT NULL
),
activity AS (
    SELECT contract_id, min(day) AS first_day, max(day) AS last_day
    FROM (
        SELECT contract_id, day FROM metric.contract_register
        UNION ALL
        SELECT contract_id, last_day FROM metric.contract_register
        UNION ALL
        SELECT contract_id, first_month FROM metric.contract_spend
        UNION ALL
        SELECT contract_id, last_month FROM metric.contract_spend
        UNION ALL
        SELECT contract_ref, period FROM core.delivery
    ) AS known
    WHERE day IS NOT NULL
    GROUP BY contract_id
),
matched AS (
    SELECT DISTINCT s.contract_id, u.municipality, u.supplier_org_no, u.supplier_name, u.month, u.postings
    FROM sought AS u
    INNER JOIN suppliers AS s ON s.supplier = u.supplier
    LEFT JOIN activity AS a ON a.contract_id = s.contract_id
    WHERE coalesce(u.municipality = s.municipality, TRUE)
      AND coalesce(u.month BETWEEN a.first_day - INTERVAL '13' MONTH AND a.last_day + INTERVAL '12' MONTH, TRUE)
)
SELECT contract_id, CAST(sum(postings) AS BIGINT) AS postings
FROM matched
GROUP BY contract_id
