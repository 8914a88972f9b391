-- Runs of the pipeline.
CREATE TABLE run (
  id       TEXT PRIMARY KEY,
  command  TEXT NOT NULL,
  state    TEXT NOT NULL,
  started  TEXT NOT NULL,
  ended    TEXT,
  message  TEXT NOT NULL DEFAULT '',
  objects  INTEGER NOT NULL DEFAULT 0,
  skipped  INTEGER NOT NULL DEFAULT 0,
  failed   INTEGER NOT NULL DEFAULT 0,
  rows     INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  snapshot TEXT NOT NULL DEFAULT ''
) STRICT;

-- Committed deliveries: one version of one object each. A delivery has the
-- numbers id to last; its segments have them too.
CREATE TABLE delivery (
  id         INTEGER PRIMARY KEY,
  last       INTEGER NOT NULL UNIQUE,
  run        TEXT NOT NULL,
  source     TEXT NOT NULL,
  object     TEXT NOT NULL,
  period     TEXT NOT NULL,
  mode       TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  mapping    TEXT NOT NULL,
  rows       INTEGER NOT NULL,
  rejected   INTEGER NOT NULL,
  committed  TEXT NOT NULL UNIQUE,
  -- the delivery that made this one's issues things of the past
  issues_replaced_by INTEGER REFERENCES delivery (id)
) STRICT;
CREATE INDEX delivery_object ON delivery (source, object, id);

-- What is known of each object, as of its last delivery.
CREATE TABLE object (
  source   TEXT NOT NULL,
  object   TEXT NOT NULL,
  size     INTEGER NOT NULL,
  modified TEXT,
  version  TEXT NOT NULL,
  delivery INTEGER NOT NULL REFERENCES delivery (id),
  PRIMARY KEY (source, object)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment (
  id          INTEGER PRIMARY KEY,
  delivery    INTEGER NOT NULL REFERENCES delivery (id),
  "table"     TEXT NOT NULL,
  path        TEXT NOT NULL UNIQUE,
  rows        INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,
  sha256      TEXT NOT NULL,
  replaced_by INTEGER REFERENCES delivery (id)
) STRICT;
CREATE INDEX segment_delivery ON segment (delivery);

CREATE TABLE issue_count (
  delivery INTEGER NOT NULL REFERENCES delivery (id),
  "table"  TEXT NOT NULL,
  rule     TEXT NOT NULL,
  severity TEXT NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (delivery, "table", rule, severity)
) STRICT, WITHOUT ROWID;

-- How far each source has been read, in its own words.
CREATE TABLE cursor (
  source TEXT PRIMARY KEY,
  value  BLOB NOT NULL
) STRICT;

CREATE TABLE snapshot (
  id          TEXT PRIMARY KEY,
  run         TEXT NOT NULL,
  built       TEXT NOT NULL UNIQUE,
  as_of       TEXT,
  through     INTEGER NOT NULL,
  definitions TEXT NOT NULL,
  path        TEXT NOT NULL
) STRICT;

CREATE TABLE table_hash (
  snapshot TEXT NOT NULL REFERENCES snapshot (id),
  "table"  TEXT NOT NULL,
  rows     INTEGER NOT NULL,
  hash     TEXT NOT NULL,
  PRIMARY KEY (snapshot, "table")
) STRICT, WITHOUT ROWID;

CREATE TABLE publication (
  id        INTEGER PRIMARY KEY,
  snapshot  TEXT NOT NULL REFERENCES snapshot (id),
  run       TEXT NOT NULL,
  published TEXT NOT NULL
) STRICT;

-- Facts of the project, such as the fingerprint of its key.
CREATE TABLE fact (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
