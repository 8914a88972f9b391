/*
title: {sv: Lönestöd ur placeringarnas stödform, en: Wage subsidies from the programmes of placements}
doc:
  sv: "Statens stöd per avtal, stödform och månad: en andel av lön och avgift och ett antal avgifter på heltidslönen upp till taket, och handledarstöd, gånger omfattningen och månadens andel. Satserna är de parametrar subsidy.STÖDFORM.* som gäller månadens första dag. Etableringsjobb betalas till personen. En pågående placering räknas till avtalets sista dag."
  en: "The state's support by contract, programme and month: a share of wage and contributions and a multiple of the contributions on the full-time wage up to the cap, and supervision, times the extent and the share of the month. The rates are the parameters subsidy.PROGRAMME.* in force on the first day of the month. Etableringsjobb is paid to the person. A placement without an end counts until the last day of the contract."
materialized: table
columns:
  contract_id: Contract.
  programme: Programme of the placements; NULL if unknown.
  month: First day of the month; NULL if the months are unknown.
  receiver: Who is paid, supplier or person.
  person_months: Months of the placements, by share of the days.
  full_time_months: The same times the extent.
  amount: SEK in base-year prices; NULL if unknown.
  discounted: The same discounted to the contract year, SEK.
  missing: Name of the parameter or fact that is missing; NULL if nothing is.
*/
WITH digits AS (
    SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (d)
),
numbers AS (
    SELECT a.d + 10 * b.d + 100 * c.d AS n
    FROM digits AS a
    CROSS JOIN digits AS b
    CROSS JOIN digits AS c
),
rated AS (
    -- These rates depend on buyer and contract only.
    SELECT
        contract_id,
        min(wage) AS wage,
        min(arbetsgivaravgift) AS contributions,
        min(extent) AS extent,
        min(discount_rate) AS discount_rate,
        count(DISTINCT arbetsgivaravgift) AS rates
    FROM metric.contract_rate
    GROUP BY contract_id
),
years AS (
    SELECT contract_id, min(year) AS year
    FROM metric.contract_scope
    GROUP BY contract_id
),
stating AS (
    SELECT contract_ref AS contract_id, count(extent) AS stated
    FROM core.placement
    GROUP BY contract_ref
),
placed AS (
    SELECT
        p.contract_id,
        CASE WHEN pl.programme <> 'unknown' THEN pl.programme END AS programme,
        pl."start" AS first_day,
        coalesce(pl."end", CASE WHEN c.last_day >= pl."start" THEN c.last_day END) AS last_day,
        CASE WHEN s.stated = 0 THEN CAST(r.extent AS DECIMAL(18, 6)) ELSE pl.extent END AS extent
    FROM metric.contract_person AS p
    INNER JOIN core.placement AS pl ON pl.contract_ref = p.contract_id AND pl.person = p.person
    INNER JOIN stating AS s ON s.contract_id = p.contract_id
    LEFT JOIN rated AS r ON r.contract_id = p.contract_id
    LEFT JOIN metric.contract_register AS c ON c.contract_id = p.contract_id
),
counted AS (
    SELECT
        *,
        (extract(year FROM last_day) * 12 + extract(month FROM last_day)) - (extract(year FROM first_day) * 12 + extract(month FROM first_day)) AS months
    FROM placed
    WHERE programme IS NULL OR programme NOT IN ('none', 'youth_rate')
),
dated AS (
    SELECT
        c.contract_id,
        c.programme,
        c.extent,
        c.first_day,
        c.last_day,
        CAST(date_trunc('month', c.first_day) + INTERVAL '1' MONTH * n.n AS DATE) AS month,
        CAST(date_trunc('month', c.first_day) + INTERVAL '1' MONTH * (n.n + 1) AS DATE) AS next_month
    FROM counted AS c
    INNER JOIN numbers AS n ON n.n <= c.months
    WHERE c.programme IS NOT NULL AND c.months < 1000
),
shared AS (
    SELECT
        contract_id,
        programme,
        month,
        extent,
        CAST(date_diff('day', CASE WHEN first_day > month THEN first_day ELSE month END,
            CASE WHEN last_day < next_month THEN CAST(last_day + INTERVAL '1' DAY AS DATE) ELSE next_month END) AS DOUBLE) / date_diff('day', month, next_month) AS month_share
    FROM dated
),
wanted AS (
    SELECT DISTINCT programme, month FROM shared
),
ranked AS (
    SELECT
        w.programme,
        w.month,
        split_part(p.name, '.', 3) AS field,
        p.value,
        row_number() OVER (
            PARTITION BY w.programme, w.month, p.name
            ORDER BY CASE WHEN p._source = 'dubbelkrona' THEN 1 ELSE 0 END, p.valid_from DESC, CASE WHEN p.value IS NULL THEN 0 ELSE 1 END, p._source, p._row
        ) AS place
    FROM wanted AS w
    INNER JOIN core.parameter AS p ON p.scope = 'all' AND w.month BETWEEN p.valid_from AND coalesce(p.valid_to, DATE '9999-12-31')
    WHERE p.name LIKE 'subsidy.%' AND split_part(p.name, '.', 2) = w.programme AND (p.value IS NOT NULL OR p._source <> 'dubbelkrona')
),
fields AS (
    SELECT
        w.programme,
        w.month,
        max(CASE WHEN r.field = 'share' THEN CAST(r.value AS DOUBLE) END) AS share,
        max(CASE WHEN r.field = 'multiple' THEN CAST(r.value AS DOUBLE) END) AS multiple,
        max(CASE WHEN r.field = 'cap' THEN CAST(r.value AS DOUBLE) END) AS cap,
        max(CASE WHEN r.field = 'supervision' THEN CAST(r.value AS DOUBLE) END) AS supervision,
        max(CASE WHEN r.field = 'person' THEN CAST(r.value AS DOUBLE) END) AS person,
        max(CASE WHEN r.field IS NOT NULL AND r.value IS NULL THEN 'subsidy.' || w.programme || '.' || r.field END) AS blank
    FROM wanted AS w
    LEFT JOIN ranked AS r ON r.programme = w.programme AND r.month = w.month AND r.place = 1
    GROUP BY w.programme, w.month
),
judged AS (
    SELECT
        s.contract_id,
        s.programme,
        s.month,
        s.month_share,
        s.month_share * CAST(s.extent AS DOUBLE) AS full_time,
        CASE WHEN s.programme = 'etableringsjobb' THEN 'person' ELSE 'supplier' END AS receiver,
        CASE WHEN f.programme = 'etableringsjobb' THEN f.person
            ELSE (coalesce(f.share, 0) * (1 + CAST(r.contributions AS DOUBLE)) + coalesce(f.multiple, 0) * CAST(r.contributions AS DOUBLE))
                * CASE WHEN CAST(r.wage AS DOUBLE) / 12 > f.cap * x.factor THEN f.cap * x.factor WHEN f.cap * x.factor IS NOT NULL THEN CAST(r.wage AS DOUBLE) / 12 END / x.factor
                + coalesce(f.supervision, 0)
        END * x.factor AS monthly,
        CASE WHEN extract(year FROM s.month) > y.year THEN power(1 + CAST(r.discount_rate AS DOUBLE), -(extract(year FROM s.month) - y.year)) WHEN y.year IS NOT NULL THEN 1 END AS discount,
        CASE
            WHEN s.extent IS NULL THEN 'extent'
            WHEN f.blank IS NOT NULL THEN f.blank
            WHEN s.programme = 'etableringsjobb' THEN CASE WHEN f.person IS NULL THEN 'subsidy.etableringsjobb.person' END
            WHEN f.share IS NULL AND f.multiple IS NULL THEN 'subsidy.' || s.programme || CASE WHEN s.programme IN ('nystartsjobb', 'vaxa_stod') THEN '.multiple' ELSE '.share' END
            WHEN f.cap IS NULL THEN 'subsidy.' || s.programme || '.cap'
            WHEN x.factor IS NULL THEN 'kpi'
            WHEN r.rates <> 1 THEN 'arbetsgivaravgift'
        END AS missing
    FROM shared AS s
    INNER JOIN fields AS f ON f.programme = s.programme AND f.month = s.month
    LEFT JOIN rated AS r ON r.contract_id = s.contract_id
    LEFT JOIN years AS y ON y.contract_id = s.contract_id
    LEFT JOIN (
        SELECT w.month, CAST(CASE WHEN i.year IS NULL THEN 1 ELSE i.factor END AS DOUBLE) AS factor
        FROM (SELECT DISTINCT month FROM wanted) AS w
        LEFT JOIN metric.price_factor AS i ON i.year = extract(year FROM w.month)
    ) AS x ON x.month = s.month
)
SELECT
    contract_id,
    programme,
    month,
    receiver,
    sum(month_share) AS person_months,
    sum(full_time) AS full_time_months,
    CASE WHEN missing IS NULL THEN TRY_CAST(sum(monthly * full_time) AS DECIMAL(28, 2)) END AS amount,
    CASE WHEN missing IS NULL THEN TRY_CAST(sum(monthly * full_time * discount) AS DECIMAL(28, 2)) END AS discounted,
    missing
FROM judged
GROUP BY contract_id, programme, month, receiver, missing
UNION ALL
SELECT
    contract_id,
    programme,
    NULL,
    CASE WHEN programme = 'etableringsjobb' THEN 'person' ELSE 'supplier' END,
    CAST(NULL AS DOUBLE),
    CAST(NULL AS DOUBLE),
    CAST(NULL AS DECIMAL(28, 2)),
    CAST(NULL AS DECIMAL(28, 2)),
    CASE WHEN programme IS NULL THEN 'state_subsidy' ELSE 'placement_end' END
FROM counted
WHERE programme IS NULL OR last_day IS NULL OR months >= 1000
GROUP BY contract_id, programme
