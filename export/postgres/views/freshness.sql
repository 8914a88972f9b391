-- How old the data of each source was when the snapshot was built.
-- Hur gamla varje källas uppgifter var när ögonblicksbilden byggdes.
SELECT s.name, s.synthetic, s.last_delivery, s.last_success, s.fresh_until, s.stale,
       round(extract(epoch FROM m.built - s.last_delivery) / 86400, 2) AS days_old, m.snapshot, m.built
  FROM {schema}.source AS s CROSS JOIN {schema}.meta AS m
 WHERE NOT s.built_in
