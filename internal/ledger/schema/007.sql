-- How much each delivery brought, by table, as it came: what the next one is
-- compared with. Deliveries from before have none.
CREATE TABLE volume (
  delivery INTEGER NOT NULL REFERENCES delivery (id),
  "table"  TEXT NOT NULL,
  rows     INTEGER NOT NULL,
  amount   TEXT, -- sum of the absolute amounts in hundredths; NULL for a table without amounts
  PRIMARY KEY (delivery, "table")
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_period ON delivery (source, period) WHERE issues_replaced_by IS NULL;

-- The same, also for deliveries from before: their segments tell the rows.
CREATE VIEW brought AS
  SELECT delivery, "table", rows, amount FROM volume
  UNION ALL
  SELECT s.delivery, s."table", s.rows, NULL FROM segment s
  WHERE s."table" <> 'issue' AND NOT EXISTS (SELECT 1 FROM volume v WHERE v.delivery = s.delivery);

-- What readers of a delivery's rows must know.
CREATE TABLE remark (
  delivery      INTEGER NOT NULL REFERENCES delivery (id),
  "table"       TEXT NOT NULL,
  rule          TEXT NOT NULL,
  rows          INTEGER,
  rows_before   INTEGER,
  amount        TEXT,
  amount_before TEXT,
  PRIMARY KEY (delivery, "table", rule)
) STRICT, WITHOUT ROWID;

-- Versions of objects that were held back, until one is accepted or a version
-- comes that need not be. Each row is one table that changed too much.
CREATE TABLE held (
  source        TEXT NOT NULL,
  object        TEXT NOT NULL,
  "table"       TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  size          INTEGER NOT NULL,
  modified      TEXT,
  version       TEXT NOT NULL,
  plan          TEXT NOT NULL,
  since         TEXT NOT NULL,
  rows          INTEGER NOT NULL,
  rows_before   INTEGER NOT NULL,
  amount        TEXT,
  amount_before TEXT,
  PRIMARY KEY (source, object, "table")
) STRICT, WITHOUT ROWID;

-- Who accepted which version, when and why, and the delivery that it became.
CREATE TABLE acceptance (
  id       INTEGER PRIMARY KEY,
  source   TEXT NOT NULL,
  object   TEXT NOT NULL,
  sha256   TEXT NOT NULL,
  reason   TEXT NOT NULL,
  user     TEXT NOT NULL,
  at       TEXT NOT NULL,
  delivery INTEGER REFERENCES delivery (id)
) STRICT;
CREATE INDEX acceptance_object ON acceptance (source, object);

-- Objects that were there and are gone, while their rows stay. The empty
-- object is a source at which nothing at all was found.
CREATE TABLE missing (
  source TEXT NOT NULL,
  object TEXT NOT NULL,
  since  TEXT NOT NULL,
  PRIMARY KEY (source, object)
) STRICT, WITHOUT ROWID;

-- When each source last delivered something new.
CREATE TABLE newest (
  source TEXT PRIMARY KEY,
  at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO newest SELECT source, max(first)
  FROM (SELECT source, min(committed) AS first FROM delivery GROUP BY source, object, sha256) GROUP BY source;
