/*
title: {sv: Leverans per avtal, en: Delivery by contract}
doc:
  sv: En rad per avtal med leveranser. Värdet är summan av godkänd andel gånger referenspris; saknas ett pris är hela avtalets referenspris okänt.
  en: One row per contract with deliveries. The value is the sum of accepted share times reference price; where one price is missing the whole contract's is unknown.
columns:
  contract_id: Contract.
  accepted_share: Mean accepted share over the periods; NULL where any is unknown.
  reference_price: Sum of reference prices in SEK, base-year prices; NULL where any is unknown.
  accepted_value: Sum of accepted share times reference price, SEK; NULL where any is unknown.
  reference_assumed: Whether any reference price is an assumption.
*/
SELECT
    d.contract_ref AS contract_id,
    CASE WHEN count(d.accepted_share) = count(*) THEN CAST(avg(d.accepted_share) AS DECIMAL(18, 6)) END AS accepted_share,
    CASE
        WHEN count(d.reference_price) = count(*)
            THEN CAST(sum(d.reference_price * coalesce(f.factor, CAST(1 AS DECIMAL(28, 9)))) AS DECIMAL(18, 2))
    END AS reference_price,
    CASE
        WHEN count(d.reference_price) = count(*) AND count(d.accepted_share) = count(*)
            THEN CAST(sum(CAST(d.reference_price * CAST(d.accepted_share AS DECIMAL(9, 6)) AS DECIMAL(18, 6))
                * coalesce(f.factor, CAST(1 AS DECIMAL(28, 9)))) AS DECIMAL(18, 2))
    END AS accepted_value,
    max(CASE WHEN d.reference_basis IN ('losing_bid', 'previous_contract', 'own_production') THEN 0 ELSE 1 END) = 1 AS reference_assumed
FROM core.delivery AS d
LEFT JOIN metric.price_factor AS f ON f.year = extract(year FROM d.period)
GROUP BY d.contract_ref
