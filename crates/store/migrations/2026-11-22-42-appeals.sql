-- Appeals against an entry. The text, the contact and the code stand in the report of the same id.
CREATE TABLE appeals (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
    indicator TEXT NOT NULL,            -- the entry that is appealed, kind:value
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,             -- when the answer is due, as promised on that day
    state TEXT NOT NULL,                -- open, delisted or kept
    decided_by TEXT REFERENCES officers (id),   -- NULL while open
    decided_at BIGINT,                  -- NULL while open
    ground TEXT NOT NULL,               -- told to the appellant; empty while open
    serial BIGINT                       -- the act it became; NULL when it changed nothing
);
CREATE INDEX appeals_by_state ON appeals (state, due_at);
