-- Published figures that later were published as something else. It has only what
-- was released.
CREATE TABLE restatement (
  id            INTEGER PRIMARY KEY,
  at            TEXT NOT NULL, -- when the new figure was calculated
  from_snapshot TEXT NOT NULL,
  to_snapshot   TEXT NOT NULL,
  kind          TEXT NOT NULL, -- restated, suppressed, revealed, removed or updated
  figures       INTEGER NOT NULL, -- more than 1 if the row sums up several figures of a metric
  metric        TEXT NOT NULL,
  part          TEXT NOT NULL,
  period_grain  TEXT NOT NULL,
  period        TEXT NOT NULL,
  "grouping"    TEXT NOT NULL,
  municipality  TEXT NOT NULL,
  dimensions    TEXT NOT NULL,
  unit          TEXT NOT NULL,
  old           TEXT NOT NULL, -- decimal number; empty if it is unknown or was not shown
  new           TEXT NOT NULL,
  old_status    TEXT NOT NULL,
  new_status    TEXT NOT NULL,
  reason        TEXT NOT NULL -- causes, separated by commas
) STRICT;
