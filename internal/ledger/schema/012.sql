-- What was released of figures about persons, so that what a later release adds
-- cannot tell anything about few of them. A release is a publication; its number
-- orders it.
CREATE TABLE release (
  number   INTEGER PRIMARY KEY,
  snapshot TEXT NOT NULL,
  released TEXT NOT NULL
) STRICT;
-- The figures of one metric for one group.
CREATE TABLE release_cell (
  cell  TEXT PRIMARY KEY, -- JSON list of metric, grain, period, grouping, municipality and dimensions
  state TEXT NOT NULL, -- released or suppressed
  since INTEGER NOT NULL REFERENCES release (number), -- the last release of its figures, or the first without them
  rows  TEXT NOT NULL -- JSON list of the rows that were last released; empty if it is suppressed
) STRICT, WITHOUT ROWID;
-- The sets of persons that figures count, one row for each version.
CREATE TABLE release_set (
  id      INTEGER PRIMARY KEY,
  cell    TEXT NOT NULL,
  counted TEXT NOT NULL, -- what of the cell counts it
  current INTEGER NOT NULL, -- 1 for the last version
  hidden  INTEGER NOT NULL -- 1 for few persons whose figures were not released
) STRICT;
CREATE INDEX release_set_cell ON release_set (cell);
-- Persons who are in the same sets are one class.
CREATE TABLE release_class (
  id   INTEGER PRIMARY KEY,
  sets TEXT NOT NULL UNIQUE -- ids in ascending order, separated by spaces
) STRICT;
CREATE TABLE release_person (
  person  BLOB PRIMARY KEY,
  class   INTEGER NOT NULL REFERENCES release_class (id),
  print   TEXT NOT NULL, -- hash of all rows about the person
  changed INTEGER NOT NULL -- the first release with this hash
) STRICT, WITHOUT ROWID;
-- Persons of a class who are no longer in the data, as numbers.
CREATE TABLE release_absent (
  class   INTEGER NOT NULL REFERENCES release_class (id),
  changed INTEGER NOT NULL, -- the first release without them
  persons INTEGER NOT NULL,
  PRIMARY KEY (class, changed)
) STRICT, WITHOUT ROWID;
