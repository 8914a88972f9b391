-- The hashes of all that table_hash leaves out: every other table of
-- a snapshot's file, and every table of what was released of it. Of a file that
-- nobody has changed they are always the same.
CREATE TABLE sealed_hash (
  snapshot TEXT NOT NULL REFERENCES snapshot (id),
  file     TEXT NOT NULL, -- snapshot or released
  "table"  TEXT NOT NULL,
  rows     INTEGER NOT NULL,
  hash     TEXT NOT NULL,
  PRIMARY KEY (snapshot, file, "table")
) STRICT, WITHOUT ROWID;
