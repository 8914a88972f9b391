/*
title: {sv: Styrdokument om sociala företag, en: Policy documents on social enterprises}
doc:
  sv: Kommuner med ett styrdokument, separat eller införlivat i ett annat, vid varje mättillfälle.
  en: Municipalities with a policy document, separate or part of another document, at each measurement.
unit: documents
value: sum(value)
parts:
  separate: {value: "sum(CASE WHEN indicator = 'steering_documents_separate' THEN value END)", title: {sv: Separat dokument, en: Separate document}}
  incorporated: {value: "sum(CASE WHEN indicator = 'steering_documents_incorporated' THEN value END)", title: {sv: Införlivat i annat dokument, en: Part of another document}}
period: {column: period, grains: [year], all: false}
format: {decimals: 0}
*/
SELECT
    indicator,
    period,
    value
FROM core.indicator
WHERE indicator IN ('steering_documents_separate', 'steering_documents_incorporated')
  AND coalesce(sex, 'T') = 'T'
