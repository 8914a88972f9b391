/*
title: {sv: Åtaganden som finns flera gånger, en: Undertakings that occur several times}
doc:
  sv: Flera rader har samma avtal, slag, målgrupp och dagar. De räknas som ett åtagande. Anger de olika mängd eller tröskel är åtagandet okänt.
  en: Several rows have the same contract, kind, target group and days. They are counted as one undertaking. If they state different quantities or tolerances, the undertaking is unknown.
severity: warn
message:
  sv: "Avtal {contract_id}, {kind_sv}: {rows} rader är samma åtagande och räknas en gång{differ_sv}"
  en: "Contract {contract_id}, {kind_en}: {rows} rows are the same undertaking and are counted once{differ_en}"
concerns: [requirement_fulfilment, requirement_delivered, requirement_reported]
*/
SELECT
    r.municipality,
    r.contract_id,
    w.sv AS kind_sv,
    w.en AS kind_en,
    r.rows,
    CASE WHEN r.contradictory THEN '; de anger olika mängd eller tröskel, så åtagandet är okänt' ELSE '' END AS differ_sv,
    CASE WHEN r.contradictory THEN '; they state different quantities or tolerances, so it is unknown' ELSE '' END AS differ_en
FROM metric.requirement_once AS r
INNER JOIN metric.requirement_word AS w ON w.code = r.kind
WHERE r.rows > 1
