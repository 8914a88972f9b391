/*
title: {sv: Deltagarnas tid efter starten, en: Participants' time since their start}
doc:
  sv: >-
    Deltagarnas observerade månader efter personens första start, i år, per avtal, bostadskommun och tolvmånadersblock med en skattad effekt. Varje månad räknas ned med
    antalet månader sedan starten, och bara månader till och med uppföljningens slut räknas. Den som inte har en jämförbar start är inte med.
  en: >-
    Participants' observed months since the person's first start, in years, by contract, municipality of residence and block of twelve months with an estimated effect. Each
    month is discounted by the months since the start, and only months up to the end of follow-up count. Those without a comparable start are left out.
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence; the buyer if unknown.
  block: Block of twelve months; 1 begins with the start month.
  years: Discounted years of the participants, each split between their contracts; 0 if none is observed.
  during: Of these, while the person is placed on any contract.
  first_year: Of these, in the contract year.
*/
WITH placed AS (
    -- A placement without an end goes on until the contract's last day.
    SELECT DISTINCT o.person, o.month
    FROM metric.exposure_month AS o
    INNER JOIN core.placement AS pl ON pl.person = o.person AND pl."start" < CAST(o.month + INTERVAL '1' MONTH AS DATE)
    LEFT JOIN metric.contract_register AS c ON c.contract_id = pl.contract_ref AND c.last_day >= pl."start"
    WHERE o.month <= coalesce(pl."end", c.last_day, o.month)
)
SELECT
    s.contract_id,
    s.residence,
    b.block,
    CASE WHEN count(o.years) = count(o.person) THEN coalesce(sum(o.years), 0) END AS years,
    CASE WHEN count(o.years) = count(o.person) THEN coalesce(sum(CASE WHEN p.person IS NOT NULL THEN o.years END), 0) END AS during,
    CASE WHEN count(o.years) = count(o.person) THEN coalesce(sum(CASE WHEN extract(year FROM o.month) = s.year THEN o.years END), 0) END AS first_year
FROM metric.contract_scope AS s
INNER JOIN metric.residence_effect AS b ON b.residence = s.residence
LEFT JOIN metric.exposure_month AS o ON o.contract_id = s.contract_id AND o.residence = s.residence AND o.block = b.block
LEFT JOIN placed AS p ON p.person = o.person AND p.month = o.month
GROUP BY s.contract_id, s.residence, b.block
