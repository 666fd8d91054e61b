-- The publication log. Append-only; everything published follows from it.
CREATE TABLE acts (
    serial BIGINT NOT NULL PRIMARY KEY, -- from 1, without gaps
    at BIGINT NOT NULL,
    action TEXT NOT NULL,               -- list, revise or delist
    indicator TEXT NOT NULL,            -- kind:value
    method TEXT NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    proposed_by TEXT,                   -- NULL for the system and for imports by command
    approved_by TEXT,                   -- NULL likewise
    evidence TEXT NOT NULL,             -- fit for publication; may be empty
    hash TEXT NOT NULL                  -- over this act and the hash of the one before
);
CREATE INDEX acts_by_indicator ON acts (indicator, serial);

-- The fold of the log: what a fresh node reads, instead of all acts since the first.
CREATE TABLE listings (
    serial BIGINT NOT NULL PRIMARY KEY, -- of the act that last changed it
    indicator TEXT NOT NULL UNIQUE,
    method TEXT NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL,
    listed_at BIGINT NOT NULL,          -- a revision keeps it
    expires_at BIGINT NOT NULL
);
CREATE INDEX listings_by_expires_at ON listings (expires_at);

CREATE TABLE proposals (
    id TEXT NOT NULL PRIMARY KEY,
    action TEXT NOT NULL,
    indicator TEXT NOT NULL,
    method TEXT NOT NULL,
    level TEXT NOT NULL,
    reason TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    evidence TEXT NOT NULL,             -- what the proposer rests it on; for delist the ground
    report_id TEXT REFERENCES reports (id),     -- NULL when it did not come from a report
    proposed_by TEXT NOT NULL REFERENCES officers (id),
    proposed_at BIGINT NOT NULL,
    state TEXT NOT NULL,                -- open, approved or rejected
    decided_by TEXT REFERENCES officers (id),   -- NULL while open
    decided_at BIGINT,                  -- NULL while open
    ground TEXT NOT NULL,               -- why it was rejected; empty otherwise
    serial BIGINT,                      -- the act it became; NULL when it has not
    version BIGINT NOT NULL             -- refuses a second decision
);
-- One open proposal for one thing at a time, so that two officers do not decide past each other.
CREATE UNIQUE INDEX proposals_open ON proposals (indicator) WHERE state = 'open';
CREATE INDEX proposals_by_state ON proposals (state, proposed_at, id);
CREATE INDEX proposals_by_report ON proposals (report_id);
