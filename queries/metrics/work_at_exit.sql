/*
title: {sv: Andel till arbete vid avslut, en: Share to work at exit}
doc:
  sv: Avslutsorsak A (arbete) enligt KAS, som andel av avslut med känd orsak. En person räknas en gång, vid sitt senaste avslut.
  en: Exit reason A (work) according to KAS, as a share of exits with a known reason. A person is counted once, at the latest exit.
unit: share
agenda2030: [8]
value: CAST(sum(CASE WHEN exit_reason = 'A' THEN 1 ELSE 0 END) AS DOUBLE) / nullif(count(exit_reason), 0)
protect: ratio
numerator: count(DISTINCT CASE WHEN exit_reason = 'A' THEN person END)
denominator: count(DISTINCT CASE WHEN exit_reason IS NOT NULL THEN person END)
status: CASE WHEN count(exit_reason) BETWEEN 1 AND 9 THEN 'small_denominator' END
persons: count(DISTINCT person)
by: [municipality, service_area]
period: {column: day, grains: [year]}
format: {decimals: 3}
*/
SELECT
    person,
    municipality,
    service_area,
    day,
    exit_reason
FROM metric.person_exit
