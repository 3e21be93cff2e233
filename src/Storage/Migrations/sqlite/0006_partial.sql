-- A batch may be done in part: how many of its branches failed.

ALTER TABLE batches ADD COLUMN failed_branches integer NOT NULL DEFAULT 0 CHECK (failed_branches >= 0);
