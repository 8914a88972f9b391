/*
title: {sv: Registret och det rapporterade antalet skiljer sig, en: Register and reported number differ}
doc:
  sv: Kommuner vars register räknar ett annat antal sociala företag än kommunen rapporterade den dagen. Rapporten är den som gäller i register_bridge.
  en: Municipalities whose register counts another number of social enterprises than the municipality reported on that day. The report is the one that is used in register_bridge.
severity: warn
message:
  sv: "Kommun {municipality} rapporterade {reported} sociala företag {day}, registret har {sure} till {possible}"
  en: "Municipality {municipality} reported {reported} social enterprises on {day}, the register has {sure} to {possible}"
concerns: [register_bridge, enterprise_register]
*/
SELECT
    c.municipality,
    c.day,
    c.enterprises AS reported,
    count(DISTINCT CASE WHEN c.day BETWEEN e.counted_from AND e.counted_to THEN e.enterprise END) AS sure,
    count(DISTINCT CASE WHEN c.day BETWEEN e.possible_from AND e.possible_to THEN e.enterprise END) AS possible
FROM metric.register_count AS c
INNER JOIN metric.social_enterprise AS e ON e.municipality = c.municipality
WHERE c.reported
GROUP BY c.municipality, c.day, c.enterprises
HAVING c.enterprises < count(DISTINCT CASE WHEN c.day BETWEEN e.counted_from AND e.counted_to THEN e.enterprise END)
    OR c.enterprises > count(DISTINCT CASE WHEN c.day BETWEEN e.possible_from AND e.possible_to THEN e.enterprise END)
