/*
title: {sv: Avtal som inte är köp, en: Contracts that are no purchases}
doc:
  sv: Varje avtal i contract_in_sek som är ett partnerskap (IOP), ett samverkansavtal, ett projekt eller ett bidrag, med vad som har betalats ut på det.
  en: Each contract of contract_in_sek that is a partnership (IOP), a cooperation agreement, a project or a grant, with what was paid on it.
columns:
  contract_id: Contract id in the source.
  municipality: Buying municipality.
  service_area: Service area.
  day: Day of signing, else the first day of the term.
  value: Value in SEK excluding VAT; NULL if unknown or held back.
  held_back: Why a known value is not included in any sum; NULL if it is included.
  form: iop, agreement, project or grant.
  paid: Sum of the postings, SEK excluding VAT; NULL if there are none or one could not be converted to SEK, and in further rows of the same contract id.
*/
WITH placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY contract_id ORDER BY _source, _segment, _row) AS place
    FROM metric.contract_in_sek
),
booked AS (
    SELECT contract_ref, CASE WHEN sum(held_back) = 0 THEN CAST(sum(amount) AS DECIMAL(28, 2)) END AS paid
    FROM metric.spend_group
    WHERE contract_ref IS NOT NULL
    GROUP BY contract_ref
)
SELECT
    c.contract_id,
    c.municipality,
    c.service_area,
    c.form,
    c.day,
    c.value,
    c.held_back,
    -- Once for each contract id, as the postings name it.
    CASE WHEN c.place = 1 THEN b.paid END AS paid
FROM placed AS c
LEFT JOIN booked AS b ON b.contract_ref = c.contract_id
WHERE NOT c.purchase
  AND c.tier = 1
