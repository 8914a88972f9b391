-- The figures that a dashboard shows first, for all municipalities together and for each, of all time: one row per figure.
-- De tal som en instrumentpanel visar först, för alla kommuner tillsammans och för var och en.
SELECT *
  FROM {schema}.result_wide
 WHERE period_grain = 'all' AND "grouping" IN ('', 'municipality') AND part = ''
