/*
title: {sv: Styrdokument om sociala företag, en: Policy documents on social enterprises}
doc:
  sv: Kommuner med ett styrdokument, separat eller införlivat i ett annat, vid varje mättillfälle. not_placed är de dokument som källan räknar men inte kopplar till en namngiven kommun.
  en: Municipalities with a policy document, separate or part of another document, at each measurement. not_placed are the documents that the source counts without naming their municipality.
unit: documents
# A figure of the group that is unknown leaves the sum unknown.
value: CASE WHEN sum(CASE WHEN municipality IS NULL AND value IS NULL THEN 1 ELSE 0 END) = 0 THEN sum(value) END
parts:
  separate: {value: "max(separate)", total: true, title: {sv: Separat dokument, en: Separate document}}
  incorporated: {value: "max(incorporated)", total: true, title: {sv: Införlivat i annat dokument, en: Part of another document}}
  placed: {value: "coalesce(sum(CASE WHEN municipality IS NOT NULL THEN value END), 0)", total: true, title: {sv: I namngivna kommuner, en: In named municipalities}}
  not_placed: {value: "sum(CASE WHEN municipality IS NULL THEN value END)", total: true, title: {sv: Kan inte placeras i en kommun, en: Cannot be placed in a municipality}}
  unknown: {value: "sum(CASE WHEN municipality IS NOT NULL AND value IS NULL THEN 1 ELSE 0 END)", unit: municipalities, total: true, title: {sv: Kommuner som källan inte säger något om, en: Municipalities of which the source says nothing}}
by: [municipality]
period: {column: period, grains: [year], all: false}
format: {decimals: 0}
*/
-- The categories are on every row; only the total shows them.
SELECT
    n.municipality,
    n.period,
    n.value,
    c.separate,
    c.incorporated
FROM metric.network_indicator AS n
LEFT JOIN (
    SELECT
        period,
        sum(CASE WHEN indicator = 'steering_documents_separate' THEN value END) AS separate,
        sum(CASE WHEN indicator = 'steering_documents_incorporated' THEN value END) AS incorporated
    FROM core.indicator
    WHERE indicator IN ('steering_documents_separate', 'steering_documents_incorporated')
      AND coalesce(sex, 'T') = 'T'
    GROUP BY period
) AS c ON c.period = n.period
WHERE n.indicator = 'steering_documents'
