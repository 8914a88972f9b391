/*
title: {sv: Åtaganden och vad som har levererats, en: Undertakings and what was delivered}
doc:
  sv: En rad per åtagande, med vad som är avtalat, vad som förfallit till i dag, vad som räknas mot det, och om det är uppfyllt, på väg, sent eller okänt. Det levererade kommer ur placeringarna; vad leverantören själv uppger står bredvid och används inte.
  en: One row per undertaking, with what was agreed, what is due by today, what counts toward it, and whether it is fulfilled, on the way, late or unknown. What was delivered is from the placements; what the supplier states itself is beside it and is not used.
materialized: table
columns:
  contract_id: Contract.
  no: Number of the undertaking in the contract, by last day.
  municipality: Buying municipality.
  service_area: Service area of the contract.
  kind: employment, placement, sub_supplier or other.
  target_group: Whom it is for; NULL if not limited.
  agreed_months: Agreed FTE months; NULL if not stated.
  agreed_units: Agreed number of persons or sub-suppliers; NULL if not stated.
  first_by: Last day for the first placement; NULL if not stated.
  due: Last day; NULL if unknown.
  is_due: Whether the last day has passed; NULL if unknown.
  due_months: Agreed FTE months that are due; NULL if unknown.
  delivered_months: FTE months that count toward it; NULL if nothing can be counted.
  delivered_units: Persons or sub-suppliers that count toward it; NULL if nothing can be counted.
  remaining_months: Agreed FTE months that are not delivered; NULL if unknown.
  first_day: First day of a placement that counts; NULL if there is none.
  first_late: Whether the day for the first placement has passed without any.
  status: fulfilled, on_the_way, late or unknown.
  missing: Why the status, or what remains, is not certain; NULL if it is.
  reported_months: FTE months reported by the supplier.
  reported_persons: Persons reported by the supplier.
release: [contract_id, no, municipality, service_area, kind, target_group, agreed_months, agreed_units, first_by, due, is_due, due_months, status]
*/
WITH aside AS (
    SELECT DISTINCT contract_id FROM metric.contract_set_aside WHERE table_name = 'placement' AND contract_id IS NOT NULL
),
placements AS (
    -- What is known of placements at all, by the buyer of their contracts.
    SELECT c.municipality, count(*) AS placements, count(CASE WHEN s.stale THEN 1 END) > 0 AS stale
    FROM core.placement AS p
    INNER JOIN metric.contract_register AS c ON c.contract_id = p.contract_ref
    LEFT JOIN meta.source AS s ON s.name = p._source
    GROUP BY c.municipality
),
facts AS (
    SELECT
        r.contract_id,
        r.no,
        r.municipality,
        r.service_area,
        r.kind,
        r.target_group,
        r.months AS agreed_months,
        CASE WHEN r.kind = 'sub_supplier' THEN r.sub_suppliers ELSE r.persons END AS agreed_units,
        r.first_by,
        r.due,
        t.day > r.due AS is_due,
        t.day > r.first_by AS first_is_due,
        r.tolerance,
        s.days,
        s.days_high,
        s.units,
        s.units_high,
        f.first_day,
        f.first_possible,
        f.ended,
        f.may_have_ended,
        r.months * 30 AS agreed_days,
        (a.contract_id IS NOT NULL OR coalesce(p.stale, FALSE)) AND r.kind IN ('employment', 'placement') AS aside,
        CASE
            WHEN NOT r.found THEN 'unknown_contract'
            WHEN t.day IS NULL THEN 'no_day'
            WHEN r.contradictory THEN 'contradictory'
            WHEN r.kind = 'other' THEN 'reported_only'
            WHEN r.kind = 'sub_supplier' AND r.months IS NOT NULL THEN 'months_of_sub_suppliers'
            WHEN r.months IS NULL AND CASE WHEN r.kind = 'sub_supplier' THEN r.sub_suppliers ELSE r.persons END IS NULL THEN 'no_quantity'
            WHEN s.mixed THEN 'mixed_quantities'
            WHEN p.placements IS NULL AND a.contract_id IS NULL AND r.kind IN ('employment', 'placement') THEN 'no_placements'
        END AS uncountable,
        CASE
            WHEN a.contract_id IS NOT NULL AND r.kind IN ('employment', 'placement') THEN 'quarantined_placement'
            WHEN p.stale AND r.kind IN ('employment', 'placement') THEN 'stale_source'
            WHEN f.group_unknown THEN 'target_group'
            WHEN f.work_unknown THEN CASE WHEN r.kind = 'sub_supplier' THEN 'sub_supplier_unknown' ELSE 'extent' END
            ELSE 'shared'
        END AS uncertain,
        r.reported_months,
        r.reported_persons
    FROM metric.requirement_once AS r
    INNER JOIN metric.requirement_supply AS f ON f.contract_id = r.contract_id AND f.no = r.no
    INNER JOIN metric.requirement_share AS s ON s.contract_id = r.contract_id AND s.no = r.no
    LEFT JOIN metric.today AS t ON TRUE
    LEFT JOIN aside AS a ON a.contract_id = r.contract_id
    LEFT JOIN placements AS p ON p.municipality IS NOT DISTINCT FROM r.municipality
),
judged AS (
    SELECT
        *,
        -- True, false, or unknown if what is unknown could make the difference.
        CASE
            WHEN agreed_days IS NULL OR days >= agreed_days OR (ended AND NOT aside AND days >= tolerance * agreed_days) THEN TRUE
            WHEN NOT aside AND days_high < agreed_days AND NOT (may_have_ended AND days_high >= tolerance * agreed_days) THEN FALSE
        END AS months_met,
        CASE
            WHEN agreed_units IS NULL OR units >= agreed_units THEN TRUE
            WHEN NOT aside AND units_high < agreed_units THEN FALSE
        END AS units_met,
        CASE WHEN NOT first_is_due OR first_possible <= first_by OR first_day IS NOT NULL THEN FALSE WHEN first_possible IS NULL AND NOT aside THEN first_is_due END AS first_late
    FROM facts
),
decided AS (
    SELECT
        *,
        CASE
            WHEN uncountable IS NOT NULL THEN 'unknown'
            WHEN months_met AND units_met THEN 'fulfilled'
            WHEN coalesce(months_met, TRUE) AND coalesce(units_met, TRUE) THEN 'unknown'
            WHEN is_due OR first_late THEN 'late'
            WHEN due IS NULL OR (first_is_due AND first_late IS NULL) THEN 'unknown'
            ELSE 'on_the_way'
        END AS status,
        (agreed_days IS NOT NULL AND days < agreed_days AND (aside OR days_high > days))
            OR (agreed_units IS NOT NULL AND units < agreed_units AND (aside OR units_high > units)) AS open
    FROM judged
)
SELECT
    contract_id,
    no,
    municipality,
    service_area,
    kind,
    target_group,
    agreed_months,
    agreed_units,
    first_by,
    due,
    is_due,
    CASE WHEN is_due THEN agreed_months WHEN NOT is_due THEN CASE WHEN agreed_months IS NOT NULL THEN 0 END END AS due_months,
    CASE WHEN uncountable IS NULL AND agreed_months IS NOT NULL THEN CAST(CAST(days AS DOUBLE) / 30 AS DECIMAL(18, 6)) END AS delivered_months,
    CASE WHEN uncountable IS NULL AND agreed_units IS NOT NULL THEN units END AS delivered_units,
    CASE WHEN uncountable IS NULL AND NOT open AND agreed_months IS NOT NULL THEN agreed_months - CAST(CAST(days AS DOUBLE) / 30 AS DECIMAL(18, 6)) END AS remaining_months,
    first_day,
    coalesce(first_late AND uncountable IS NULL, FALSE) AS first_late,
    status,
    CASE WHEN uncountable IS NOT NULL THEN uncountable WHEN open THEN uncertain WHEN status = 'unknown' THEN CASE WHEN due IS NULL THEN 'no_last_day' ELSE uncertain END END AS missing,
    reported_months,
    reported_persons
FROM decided
