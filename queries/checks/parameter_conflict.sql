/*
title: {sv: Parametrar som säger emot varandra, en: Parameters that contradict each other}
doc:
  sv: Samma namn, omfattning och första dag med olika värden i projektets egna källor. Skiljer sig projektets rader från de inbyggda är det ingen konflikt; projektets gäller.
  en: The same name, scope and first day with different values in the project's own sources. A difference from the built-in rows is not a conflict; the project's rows take precedence.
severity: error
message:
  sv: "{name} för {scope} från {valid_from} är både {lowest} och {highest}. Behåll en rad."
  en: "{name} for {scope} from {valid_from} is both {lowest} and {highest}. Keep one row."
*/
SELECT
    name,
    scope,
    valid_from,
    min(value) AS lowest,
    max(value) AS highest
FROM core.parameter
WHERE value IS NOT NULL
GROUP BY name, scope, valid_from, CASE WHEN _source = 'dubbelkrona' THEN 1 ELSE 0 END
HAVING min(value) <> max(value)
