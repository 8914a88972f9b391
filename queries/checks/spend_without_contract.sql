/*
title: {sv: Utbetalningar utan avtal, en: Spend without a contract}
doc:
  sv: Poster utan avtal, eller med ett avtal som inte finns i avtalsregistret. De ingår inte i det dubbla värdet.
  en: Postings without a contract, or with a contract that is not in the register. They are not included in the double value.
severity: warn
message:
  sv: "Kommun {municipality}: {postings} poster på {amount} kr {reason}."
  en: "Municipality {municipality}: {postings} postings of {amount} SEK {reason_en}."
concerns: [spend_social_enterprises]
*/
SELECT
    g.municipality,
    CASE WHEN g.contract_ref IS NULL THEN 'saknar avtal' ELSE 'nämner avtal som inte finns' END AS reason,
    CASE WHEN g.contract_ref IS NULL THEN 'without a contract' ELSE 'name a contract that is not there' END AS reason_en,
    sum(g.postings) AS postings,
    sum(g.amount) AS amount
FROM metric.spend_group AS g
LEFT JOIN metric.contract_register AS c ON c.contract_id = g.contract_ref
WHERE c.contract_id IS NULL
GROUP BY
    g.municipality,
    CASE WHEN g.contract_ref IS NULL THEN 'saknar avtal' ELSE 'nämner avtal som inte finns' END,
    CASE WHEN g.contract_ref IS NULL THEN 'without a contract' ELSE 'name a contract that is not there' END
