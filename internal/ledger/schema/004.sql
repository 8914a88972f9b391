-- What is live, without a look at all that ever was.
CREATE INDEX segment_live ON segment (id) WHERE replaced_by IS NULL;
CREATE INDEX delivery_live ON delivery (source, object) WHERE issues_replaced_by IS NULL;

-- Snapshots whose files are kept, among all that were ever published.
CREATE INDEX snapshot_kept ON snapshot (id) WHERE path <> '';
