/*
title: {sv: Leveranser som kan vara dubblerade, en: Deliveries that may be repeated}
doc:
  sv: Flera rader om leveranser på samma avtal med samma period. De räknas alla, så att mängd och värde kan vara dubblerade.
  en: Several rows of deliveries on the same contract with the same period. All of them are counted, so that quantity and value may be counted twice.
severity: warn
message:
  sv: "Avtal {contract_ref}: perioder med flera rader om leveranser: {periods}, sammanlagt {deliveries} rader. Alla räknas; ta bort de rader som är dubbletter."
  en: "Contract {contract_ref}: periods with several rows of deliveries: {periods}, {deliveries} rows altogether. All of them count; remove those that are duplicates."
concerns: [delivered_quantity, double_value, double_value_of_contract]
*/
SELECT
    contract_ref,
    count(*) AS periods,
    CAST(sum(deliveries) AS BIGINT) AS deliveries
FROM (
    SELECT contract_ref, period, count(*) AS deliveries
    FROM core.delivery
    GROUP BY contract_ref, period
    HAVING count(*) > 1
) AS repeated
GROUP BY contract_ref
