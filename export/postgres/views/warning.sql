-- The checks that found something or could not run, and the metrics that they concern.
-- De kontroller som fann något eller inte kunde köras.
SELECT name, title_sv, title_en, severity, status, offending, sample_sv, sample_en, concerns
  FROM {schema}.check_result
 WHERE status <> 'ok'
