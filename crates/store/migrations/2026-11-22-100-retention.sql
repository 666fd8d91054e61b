-- When the content of a report was erased by rule; NULL: it stands. The row itself stays, for the figures.
ALTER TABLE reports ADD COLUMN erased_at BIGINT;
-- Closed reports whose content stands, by the time they were closed: erasing on schedule reads only these.
CREATE INDEX reports_by_closing ON reports (is_open, erased_at, updated_at);

-- What may not be erased, by whom and why. Rows are never deleted: a hold that was lifted says so.
CREATE TABLE legal_holds (
    id TEXT NOT NULL PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES reports (id),
    whole_event BIGINT NOT NULL,        -- 1: every report of its event, also those that join later
    ground TEXT NOT NULL,
    placed_by TEXT NOT NULL REFERENCES officers (id),
    placed_at BIGINT NOT NULL,
    lifted_by TEXT REFERENCES officers (id),    -- NULL while it stands
    lifted_at BIGINT,                   -- NULL while it stands
    lift_ground TEXT NOT NULL           -- why it was lifted; empty while it stands
);
CREATE INDEX legal_holds_by_report ON legal_holds (report_id);
