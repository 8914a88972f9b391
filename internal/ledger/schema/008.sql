-- Objects whose labels an earlier version made by masking alone, so that one of
-- them may stand for several: until the source is listed anew.
ALTER TABLE object ADD COLUMN masked INTEGER NOT NULL DEFAULT 0;
UPDATE object SET masked = 1 WHERE instr(object, '[personnummer]') > 0;

-- Which objects of a source have the same bytes.
CREATE INDEX delivery_bytes ON delivery (source, sha256);

-- Objects that were refused as copies of another.
CREATE TABLE copy (
  source   TEXT NOT NULL,
  object   TEXT NOT NULL,
  sha256   TEXT NOT NULL,
  original TEXT NOT NULL,
  PRIMARY KEY (source, object)
) STRICT, WITHOUT ROWID;
