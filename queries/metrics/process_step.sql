/*
title: {sv: 'Processteg, vart och ett', en: Process steps one by one}
doc:
  sv: Antal kommuner som säkert har markerat steget. Källan anger bara hur många av de sju stegen en kommun har markerat, så vilka de är är känt bara om det är alla eller inget. unknown är de kommuner för vilka det inte går att säga.
  en: Number of municipalities that are known to have ticked the step. The source states only how many of the seven steps a municipality has ticked, so which they are is known only if it is all or none. unknown are the municipalities for which it cannot be said.
unit: municipalities
value: sum(ticked)
low: CASE WHEN count(ticked) < count(*) THEN sum(ticked) END
high: CASE WHEN count(ticked) > 0 AND count(ticked) < count(*) THEN sum(ticked) + count(*) - count(ticked) END
parts:
  unknown: {value: "count(*) - count(ticked)", title: {sv: Kommuner där det är okänt, en: Municipalities for which it is unknown}}
by: [municipality, step]
publish: [[year, step], [year, municipality, step]]
period: {column: period, grains: [year], all: false}
format: {decimals: 0}
*/
SELECT
    m.municipality,
    s.step,
    m.period,
    CASE
        WHEN m.fewest = 7 AND m.most = 7 AND m.rows = m.known THEN 1
        WHEN m.fewest = 0 AND m.most = 0 AND m.rows = m.known THEN 0
    END AS ticked
FROM (
    -- A municipality counts once, also if several sources have it.
    SELECT
        area AS municipality,
        period,
        min(value) AS fewest,
        max(value) AS most,
        count(*) AS rows,
        count(value) AS known
    FROM core.indicator
    WHERE indicator = 'process_steps'
      AND area <> '*'
      AND coalesce(sex, 'T') = 'T'
    GROUP BY area, period
) AS m
CROSS JOIN (VALUES
    ('Politisk förankring'), ('Ansvarig tjänsteperson'), ('Intern samordning'), ('Styrdokument'), ('Handlingsplan'), ('Extern samverkan'), ('Uppföljning')
) AS s (step)
