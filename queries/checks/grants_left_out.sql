/*
title: {sv: Bidrag utanför det dubbla värdet, en: Grants outside the double value}
doc:
  sv: Partnerskap (IOP), samverkansavtal, projekt och bidrag med utbetalningar. De är inga köp, så det dubbla värdet och köpen av sociala företag omfattar dem inte.
  en: Partnerships (IOP), cooperation agreements, projects and grants with spend. They are no purchases, so the double value and the spend with social enterprises do not include them.
severity: warn
message:
  sv: "Kommun {municipality}: {contracts} avtal som inte är köp, med {amount} kr utbetalt, ingår inte"
  en: "Municipality {municipality}: {contracts} contracts that are no purchases, with {amount} SEK paid, are left out"
concerns: [double_value, spend_social_enterprises, cost_per_job]
*/
SELECT
    coalesce(c.municipality, g.municipality) AS municipality,
    count(DISTINCT c.contract_id) AS contracts,
    sum(g.amount) AS amount
FROM metric.contract_register AS c
INNER JOIN metric.spend_group AS g ON g.contract_ref = c.contract_id
WHERE NOT c.purchase
  AND c.tier = 1
GROUP BY coalesce(c.municipality, g.municipality)
