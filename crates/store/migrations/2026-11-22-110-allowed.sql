-- What the desk itself keeps off the list, beside the tables. Rows are never deleted: how often the list changed is
-- counted from them, and the trail names them.
CREATE TABLE allowed (
    id TEXT NOT NULL PRIMARY KEY,
    indicator TEXT NOT NULL,
    owner TEXT NOT NULL,
    source TEXT NOT NULL,               -- where it was read that it is the owner's
    reason TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES officers (id),
    proposed_at BIGINT NOT NULL,
    confirmed_by TEXT REFERENCES officers (id),
    confirmed_at BIGINT,                -- NULL while it waits for a second officer
    ended_by TEXT REFERENCES officers (id), -- NULL when it ended by itself
    ended_at BIGINT,                    -- NULL while it waits or is in force
    ended_why TEXT NOT NULL
);
-- One entry for one thing at a time.
CREATE UNIQUE INDEX allowed_standing ON allowed (indicator) WHERE ended_at IS NULL;
