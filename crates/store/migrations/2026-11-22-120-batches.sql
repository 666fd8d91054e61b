-- One act on many reports: planned, looked at, done row by row, undone at any later time.
CREATE TABLE batches (
    id TEXT NOT NULL PRIMARY KEY,
    action TEXT NOT NULL,               -- JSON: what is done to every report
    ground TEXT NOT NULL,               -- empty where none is needed
    state TEXT NOT NULL,
    has_more BIGINT NOT NULL,           -- 1 when more reports matched than one act takes
    planned_by TEXT NOT NULL REFERENCES officers (id),
    planned_at BIGINT NOT NULL,
    began_at BIGINT,                    -- NULL while it is a plan
    undone_by TEXT REFERENCES officers (id),    -- NULL while it stands
    undone_at BIGINT,
    undo_ground TEXT
);
CREATE INDEX batches_by_officer ON batches (planned_by, planned_at);

CREATE TABLE batch_rows (
    batch_id TEXT NOT NULL REFERENCES batches (id),
    place BIGINT NOT NULL,              -- from 0, in the order of the reports
    report_id TEXT NOT NULL REFERENCES reports (id),
    version BIGINT NOT NULL,            -- of the report: when it was planned, later as the act left it
    state TEXT NOT NULL,
    skip TEXT,                          -- slug of why it was left as it is; NULL when it was not
    was TEXT,                           -- JSON: what the act changed, as it was before; NULL until it is done
    PRIMARY KEY (batch_id, place)
);
CREATE INDEX batch_rows_by_state ON batch_rows (batch_id, state, place);
CREATE INDEX batch_rows_by_report ON batch_rows (report_id);
