/*
title: {sv: Avtal som finns i två källor, en: Contracts found in two sources}
doc:
  sv: Två källor har avtal eller upphandlingar med samma köpare, benämning och dag, till exempel statistiken över upphandlingar och den över kontrakterade anbud. Båda räknas; använd bara en av källorna.
  en: Two sources have contracts or procurements with the same buyer, title and day, for example the statistics on procurements and on contracted tenders. Both are counted; use only one of the sources.
severity: warn
message:
  sv: "{contracts} avtal i källan {second_source} har samma köpare, benämning och dag som avtal i källan {first_source} och räknas två gånger. Ta bort en av källorna."
  en: "{contracts} contracts in source {second_source} have the same buyer, title and day as contracts in source {first_source} and are counted twice. Remove one of the sources."
concerns: [contracts, contracts_ending, reserved_contracts]
*/
WITH named AS (
    SELECT
        _source,
        coalesce(buyer_org_no, upper(buyer_name)) AS buyer,
        title,
        coalesce(signed, "start") AS day,
        count(*) AS contracts
    FROM core.contract
    WHERE title IS NOT NULL
    GROUP BY _source, coalesce(buyer_org_no, upper(buyer_name)), title, coalesce(signed, "start")
)
SELECT
    a._source AS first_source,
    b._source AS second_source,
    CAST(sum(b.contracts) AS BIGINT) AS contracts
FROM named AS a
INNER JOIN named AS b ON b.buyer = a.buyer AND b.title = a.title AND b.day = a.day AND a._source < b._source
GROUP BY a._source, b._source
