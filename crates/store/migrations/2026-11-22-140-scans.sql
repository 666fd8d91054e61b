-- What a virus scanner said of an attached file.
ALTER TABLE attachments ADD COLUMN scanned_at BIGINT;  -- NULL: not scanned
ALTER TABLE attachments ADD COLUMN scan_found TEXT;    -- name of what was found; NULL: nothing, or not scanned
