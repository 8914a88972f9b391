-- The versions of each effect's definition, numbered in the order in which they
-- were registered or first evaluated in a run that published.
CREATE TABLE effect_version (
  effect     TEXT NOT NULL,
  number     INTEGER NOT NULL,
  hash       TEXT NOT NULL, -- of the definition, what it reads and its parameters
  evaluated  TEXT, -- when it was first evaluated; NULL if it never was
  registered TEXT, -- NULL if it never was
  "through"  TEXT NOT NULL DEFAULT '', -- latest outcome month, YYYY-MM, in the lake when it was registered
  PRIMARY KEY (effect, number),
  UNIQUE (effect, hash)
) STRICT, WITHOUT ROWID;
-- Figures of versions by scope: att is that of the primary outcome at the last
-- evaluation, mde the minimum detectable effect at registration.
CREATE TABLE effect_figure (
  effect TEXT NOT NULL,
  number INTEGER NOT NULL,
  figure TEXT NOT NULL, -- att or mde
  scope  TEXT NOT NULL,
  value  REAL NOT NULL,
  PRIMARY KEY (effect, number, figure, scope),
  FOREIGN KEY (effect, number) REFERENCES effect_version (effect, number)
) STRICT, WITHOUT ROWID;
