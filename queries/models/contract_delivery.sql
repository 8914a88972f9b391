/*
title: {sv: Leverans per avtal, en: Delivery by contract}
doc:
  sv: En rad per avtal med leveranser. Värdet är summan av godkänd andel gånger referenspris. Saknas en andel eller ett pris är hela avtalets värde okänt.
  en: One row per contract with deliveries. The value is the sum of accepted share times reference price. If a share or a price is missing, the value of the whole contract is unknown.
columns:
  contract_id: Contract.
  accepted_share: Mean accepted share over the periods; NULL if any is unknown.
  reference_price: Sum of reference prices in SEK, base-year prices; NULL if any is unknown.
  accepted_value: Sum of accepted share times reference price, SEK; NULL if any is unknown.
  reference_assumed: Whether any reference price is an assumption.
  priced: Whether any delivery has a reference price, or a stated basis for one.
*/
WITH deliveries AS (
    SELECT
        d.contract_ref,
        -- Older segments may hold values from before the range was enforced.
        CASE WHEN d.accepted_share BETWEEN 0 AND 1 THEN CAST(d.accepted_share AS DECIMAL(9, 6)) END AS accepted_share,
        -- Products of two narrow decimals overflow in DuckDB, so one factor is wide.
        CAST(d.reference_price AS DECIMAL(28, 2)) AS reference_price,
        d.reference_basis,
        CASE WHEN f.year IS NULL THEN CAST(1 AS DECIMAL(28, 9)) ELSE f.factor END AS factor
    FROM core.delivery AS d
    LEFT JOIN metric.price_factor AS f ON f.year = extract(year FROM d.period)
)
SELECT
    contract_ref AS contract_id,
    CASE WHEN count(accepted_share) = count(*) THEN CAST(avg(CAST(accepted_share AS DOUBLE)) AS DECIMAL(18, 6)) END AS accepted_share,
    CASE
        WHEN count(reference_price) = count(*) AND count(factor) = count(*)
            THEN CAST(sum(reference_price * factor) AS DECIMAL(28, 2))
    END AS reference_price,
    CASE
        WHEN count(reference_price) = count(*) AND count(factor) = count(*) AND count(accepted_share) = count(*)
            THEN CAST(sum(reference_price * accepted_share * factor) AS DECIMAL(28, 2))
    END AS accepted_value,
    max(CASE WHEN reference_basis IN ('losing_bid', 'previous_contract', 'own_production') THEN 0 ELSE 1 END) = 1 AS reference_assumed,
    count(reference_price) > 0 OR count(reference_basis) > 0 AS priced
FROM deliveries
GROUP BY contract_ref
