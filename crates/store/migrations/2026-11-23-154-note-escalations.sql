-- When the lead of a shift was told that somebody on duty has not read a note; NULL: not told. Each note is told of once.
ALTER TABLE shift_notes ADD COLUMN escalated_at BIGINT;
