-- The kind and version of the format that decoded a delivery; empty for sources
-- that decode by themselves, and for deliveries from before.
ALTER TABLE delivery ADD COLUMN format TEXT NOT NULL DEFAULT '';
