-- The files of the lake lie in folders of their sources and segments from now
-- on. While those from before still lie in the folders of their tables, this
-- fact says so.
INSERT INTO fact (name, value) SELECT 'lake_layout', 'flat' WHERE EXISTS (SELECT 1 FROM segment);
