/*
title: {sv: Styrdokument om sociala företag, en: Steering documents on social enterprises}
doc:
  sv: Kommuner med ett styrdokument, eget eller införlivat i ett annat, ett bestånd per mättillfälle.
  en: Municipalities with a steering document, of its own or as part of another, a stock at each point of measurement.
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
