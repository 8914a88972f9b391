/*
title: {sv: Månader enligt leverantören, en: Months reported by the supplier}
doc:
  sv: Vad leverantörerna själva uppger att de har levererat, i månader på heltid, enligt den senaste rapporten om varje åtagande. Okänt om någon rapport gäller färre än tio personer eller inte säger hur många, för att skydda uppgifter om enskilda. Det jämförs inte med placeringarna och används inte i något annat nyckeltal.
  en: What suppliers themselves state that they delivered, in months of full time, by the latest report on each undertaking. Unknown if a report is about fewer than ten persons or does not say how many, to protect data about individuals. It is not compared with the placements and no other metric uses it.
unit: FTE months
# Nobody knows who the persons are, so disclosure control cannot protect them. Every report in a
# sum is about ten persons or more, the highest threshold, and so is every difference of sums.
value: CASE WHEN count(reported_months) > 0 AND count(reported_months) = count(CASE WHEN reported_persons >= 10 THEN reported_months END) THEN sum(reported_months) END
grade: uppgiven
parts:
  reported: {value: count(reported_months), unit: undertakings, title: {sv: Åtaganden med rapport, en: Undertakings with a report}}
  not_reported: {value: count(*) - count(reported_months), unit: undertakings, title: {sv: Utan rapport, en: Without a report}}
  agreed_months: {value: sum(CASE WHEN reported_months IS NOT NULL THEN months END), unit: FTE months, title: {sv: "Avtalat i åtaganden med rapport", en: "Agreed in undertakings with a report"}}
by: [municipality, contract]
publish: [[], [municipality], [municipality, contract]]
format: {decimals: 1}
*/
SELECT
    municipality,
    contract_id AS contract,
    months,
    reported_months,
    reported_persons
FROM metric.requirement_once
