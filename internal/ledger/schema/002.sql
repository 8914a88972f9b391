-- Occurrences of scheduled jobs. The key is the time on the wall: whatever the
-- machine's clock or the zone's rules do, one is there once.
CREATE TABLE slot (
  job        TEXT NOT NULL,
  local      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  due        TEXT NOT NULL,
  deadline   TEXT,
  state      TEXT NOT NULL,
  attempts   INTEGER NOT NULL,
  not_before TEXT,
  run        TEXT NOT NULL,
  started    TEXT,
  ended      TEXT,
  message    TEXT NOT NULL,
  PRIMARY KEY (job, local, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX slot_open ON slot (due) WHERE state IN ('due', 'running');
CREATE INDEX slot_recent ON slot (job, kind, due);

-- How far each job's slots are registered.
CREATE TABLE slot_mark (
  job       TEXT PRIMARY KEY,
  schedule  TEXT NOT NULL,
  "floor"   TEXT NOT NULL,
  "through" TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- When each source was last read whole, and when it last was not.
CREATE TABLE freshness (
  source    TEXT PRIMARY KEY,
  succeeded TEXT,
  failed    TEXT,
  message   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `status` and `runs` look at the latest of many runs, and pruning asks
-- which runs left something.
CREATE INDEX run_started ON run (started, id);
CREATE INDEX delivery_run ON delivery (run);
CREATE INDEX publication_run ON publication (run);
CREATE INDEX publication_snapshot ON publication (snapshot);
