-- The rows of result_wide in the finest groups of each metric that are published. They do not overlap. Add up only units such as SEK or persons, never shares, and no rows of which some are ..
-- De finaste grupperna av varje nyckeltal som lämnas ut. De överlappar inte varandra.
SELECT * FROM {schema}.result_wide WHERE finest
