-- Files of the lake that hold several segments. A segment in one has its path
-- here; segment.path then is where it was first, and no file.
CREATE TABLE pack (
  path    TEXT PRIMARY KEY,
  "table" TEXT NOT NULL,
  rows    INTEGER NOT NULL,
  bytes   INTEGER NOT NULL,
  sha256  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE segment ADD COLUMN pack TEXT REFERENCES pack (path);
CREATE INDEX segment_pack ON segment (pack) WHERE pack IS NOT NULL;

-- Files that a rewriting under way has finished and not yet put in their
-- places: what it is, the file that is going to be replaced with its SHA-256,
-- the new one, and what becomes of the segments as JSON.
CREATE TABLE staged (
  operation TEXT NOT NULL,
  old       TEXT NOT NULL,
  old_sha   TEXT NOT NULL,
  path      TEXT NOT NULL,
  rows      INTEGER NOT NULL,
  bytes     INTEGER NOT NULL,
  sha256    TEXT NOT NULL,
  segments  TEXT NOT NULL,
  PRIMARY KEY (operation, old)
) STRICT, WITHOUT ROWID;

-- That rows about persons were taken out or re-keyed, when and how many. Of
-- whom is not told.
CREATE TABLE rewriting (
  id        INTEGER PRIMARY KEY,
  run       TEXT NOT NULL,
  operation TEXT NOT NULL,
  at        TEXT NOT NULL,
  rows      INTEGER NOT NULL
) STRICT;

-- Marks of erased persons, under the project's key, by which later deliveries
-- leave them out.
CREATE TABLE erased (
  mark TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
