/*
title: {sv: Sociala företag i registren, en: Social enterprises in the registers}
doc:
  sv: Antal sociala företag i kommunernas register på årets sista dag, efter definition. Ett företag som två kommuner räknar räknas för båda. Är det okänt om ett företag räknades den dagen är det i unknown, och skillnaden mellan det låga och det höga värdet.
  en: Number of social enterprises in the municipalities' registers on the last day of the year, by definition. An enterprise that two municipalities count is counted for both. If it is unknown whether an enterprise counted on that day, it is in unknown, and is the difference between the low and the high value.
unit: enterprises
let:
  - counted: count(DISTINCT CASE WHEN counted THEN enterprise END)
    possible: count(DISTINCT enterprise)
    sole_traders: count(DISTINCT CASE WHEN counted AND sole_trader THEN enterprise END)
    all_criteria: count(DISTINCT CASE WHEN counted AND all_criteria THEN enterprise END)
    some_criteria: count(DISTINCT CASE WHEN counted AND NOT all_criteria THEN enterprise END)
value: counted
low: counted
high: possible
parts:
  unknown: {value: "possible - counted", title: {sv: Okänt, en: Unknown}}
  sole_traders: {value: "sole_traders", title: {sv: Enskilda näringsidkare, en: Sole traders}}
  all_criteria: {value: "all_criteria", title: {sv: Uppfyller alla kriterier, en: Meet all criteria}}
  some_criteria: {value: "some_criteria", title: {sv: Uppfyller inte alla, en: Do not meet all}}
by: [municipality, definition]
period: {column: day, grains: [year], all: false}
format: {decimals: 0}
*/
SELECT
    y.municipality,
    e.definition,
    y.day,
    y.municipality || ' ' || e.enterprise AS enterprise,
    e.sole_trader,
    coalesce(y.day BETWEEN e.counted_from AND e.counted_to, FALSE) AS counted,
    CASE e.definition WHEN 'eu_five' THEN e.criteria = 5 WHEN 'national_three' THEN e.criteria = 3 END AS all_criteria
FROM metric.register_year AS y
INNER JOIN metric.social_enterprise AS e ON e.municipality = y.municipality AND y.day BETWEEN e.possible_from AND e.possible_to
