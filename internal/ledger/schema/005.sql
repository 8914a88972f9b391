-- States of the ledger, one for each change of what is committed or published.
-- The lake bears the name of the last one, so that an older ledger, or another
-- one, is told from the lake's own.
CREATE TABLE mark (
  serial INTEGER PRIMARY KEY,
  token  TEXT NOT NULL
) STRICT;
