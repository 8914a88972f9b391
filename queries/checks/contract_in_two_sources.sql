/*
title: {sv: Avtal som finns i två källor, en: Contracts that two sources have}
doc:
  sv: Två källor har avtal eller upphandlingar med samma köpare, benämning och dag, till exempel statistiken över upphandlingar och den över kontrakterade anbud. Båda räknas; ta en av källorna.
  en: Two sources have contracts or procurements of the same buyer, title and day, such as the statistics of procurements and those of contracted tenders. Both count; take one of the sources.
severity: warn
message:
  sv: "{contracts} avtal i källan {second_source} har köpare, benämning och dag som i källan {first_source}, och räknas två gånger. Ta bort en av källorna."
  en: "{contracts} contracts of the source {second_source} have the buyer, title and day of some in the source {first_source}, and count twice. Remove one of the sources."
concerns: [contracts, reserved_contracts]
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
