/*
title: {sv: Belopp utan växelkurs, en: Amounts without an exchange rate}
doc:
  sv: Avtalsvärden och poster i annan valuta som inte kan räknas om till kronor. De ingår inte i någon summa. Orsaken står i metric.contract_in_sek och metric.spend_in_sek.
  en: Contract values and postings in another currency that cannot be converted to SEK. They are not included in any sum. The reason is in metric.contract_in_sek and metric.spend_in_sek.
severity: warn
message:
  sv: "Kommun {municipality}: {rows} {what} på sammanlagt {amount} {currency} är inte med: {reason}"
  en: "Municipality {municipality}: {rows} {what_en} totalling {amount} {currency} are left out: {reason_en}"
concerns: [contracts, contracts_ending, local_share, reserved_contracts, spend_social_enterprises, double_value, double_value_of_contract, extra_cost, cost_per_job]
*/
WITH held AS (
    SELECT
        municipality,
        'avtalsvärden' AS what,
        'contract values' AS what_en,
        currency,
        held_back,
        original_value AS amount
    FROM metric.contract_in_sek
    WHERE held_back IS NOT NULL
    UNION ALL
    SELECT
        coalesce(s.municipality, c.municipality),
        'poster',
        'postings',
        s.currency,
        s.held_back,
        s.original_amount
    FROM metric.spend_in_sek AS s
    LEFT JOIN metric.contract_register AS c ON c.contract_id = s.contract_ref
    WHERE s.held_back IS NOT NULL
)
SELECT
    municipality,
    what,
    what_en,
    currency,
    CASE held_back
        WHEN 'no date' THEN 'datum saknas'
        WHEN 'no rate' THEN 'lägg till parametern exchange_rate med omfattning currency:' || currency || ' för dagen'
        ELSE 'beloppet är för stort'
    END AS reason,
    CASE held_back
        WHEN 'no date' THEN 'they have no date'
        WHEN 'no rate' THEN 'add the parameter exchange_rate with scope currency:' || currency || ' for the day'
        ELSE 'the amount is too large'
    END AS reason_en,
    count(*) AS rows,
    sum(amount) AS amount
FROM held
GROUP BY municipality, what, what_en, currency, held_back
