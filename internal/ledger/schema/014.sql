-- What people have said of published figures. Rows are never changed or deleted: a
-- comment that is withdrawn stays, with who withdrew it and when.
CREATE TABLE comment (
  id            INTEGER PRIMARY KEY,
  at            TEXT NOT NULL,
  author        TEXT NOT NULL, -- who signs it
  user          TEXT NOT NULL, -- of the operating system
  text          TEXT NOT NULL,
  snapshot      TEXT NOT NULL, -- that was published then
  metric        TEXT NOT NULL,
  part          TEXT NOT NULL,
  period_grain  TEXT NOT NULL,
  period        TEXT NOT NULL,
  "grouping"    TEXT NOT NULL,
  municipality  TEXT NOT NULL,
  dimensions    TEXT NOT NULL
) STRICT;

CREATE TABLE comment_withdrawal (
  comment INTEGER PRIMARY KEY REFERENCES comment (id),
  at      TEXT NOT NULL,
  user    TEXT NOT NULL -- of the operating system
) STRICT;
