/*
title: {sv: Parametrar i karantän, en: Parameters in quarantine}
doc:
  sv: Avtal vars värde kan bero på en avvisad parameterrad. En rad med bredare omfattning får inte användas i stället, så värdet är okänt tills raden är rättad.
  en: Contracts whose value may depend on a rejected parameter row. A row with a broader scope must not be used instead, so the value is unknown until the row is corrected.
columns:
  contract_id: Contract.
*/
WITH rejected AS (
    -- The subject is the name and the scope; either may be unreadable.
    SELECT DISTINCT
        split_part(subject, ' ', 1) AS name,
        substr(subject, length(split_part(subject, ' ', 1)) + 2) AS scope
    FROM meta.issue
    WHERE severity = 'reject' AND "table" = 'parameter' AND subject IS NOT NULL
),
used AS (
    SELECT DISTINCT r.name, r.scope
    FROM rejected AS r
    LEFT JOIN metric.parameter_definition AS d
        ON (d.name = r.name OR d.prefix = substr(r.name, 1, length(d.prefix))) AND d.part <> 'interval'
    WHERE r.name = '' OR d.name IS NOT NULL
)
SELECT DISTINCT s.contract_id
FROM metric.contract_scope AS s
INNER JOIN used AS u
    ON u.scope IN (
            '', 'all', 'contract:' || s.contract_id, 'municipality:' || s.municipality, 'municipality:' || s.residence,
            'region:' || substr(s.municipality, 1, 2), 'region:' || substr(s.residence, 1, 2)
        )
    OR u.scope LIKE 'currency:%'
