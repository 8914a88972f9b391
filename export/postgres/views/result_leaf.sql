-- The rows of result_wide in the finest groups of each metric. Those of one metric, part and period_grain do not overlap; add up only units such as SEK or persons, never shares.
-- De finaste grupperna av varje nyckeltal, som inte överlappar varandra.
SELECT * FROM {schema}.result_wide WHERE level = 'leaf'
