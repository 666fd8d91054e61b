-- Investigations: which reports they are about, and what they came to.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    year BIGINT NOT NULL,               -- in which it was opened, in Viet Nam
    number BIGINT NOT NULL,             -- of that year, from 1
    title TEXT NOT NULL,
    unit_id TEXT,                       -- whose it is; NULL: the root's, as with reports
    unit_province TEXT,                 -- of that unit
    outcome TEXT,                       -- of the last step; NULL while it is open
    opened_at BIGINT NOT NULL,
    opened_by TEXT NOT NULL REFERENCES officers (id),
    version BIGINT NOT NULL,            -- refuses a lost update
    UNIQUE (year, number)
);
CREATE INDEX cases_by_unit ON cases (unit_id, id) WHERE unit_id IS NOT NULL;
CREATE INDEX cases_by_unit_province ON cases (unit_province, id) WHERE unit_province IS NOT NULL;

-- Every step states all that was known after it, so that the case of any day is its last step before. Never deleted.
CREATE TABLE case_steps (
    case_id TEXT NOT NULL REFERENCES cases (id),
    position BIGINT NOT NULL,           -- from 1
    at BIGINT NOT NULL,
    officer_id TEXT NOT NULL REFERENCES officers (id),
    facts TEXT NOT NULL,                -- JSON
    ground TEXT NOT NULL,               -- empty where none is needed
    PRIMARY KEY (case_id, position)
);

-- The reports of a case. A report is of one case at most, so that nothing is counted in two.
CREATE TABLE case_reports (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    linked_at BIGINT NOT NULL,
    linked_by TEXT NOT NULL REFERENCES officers (id),
    money BIGINT NOT NULL,              -- đồng, as the report told it when it was linked
    loss_id TEXT NOT NULL               -- the report that first told the same loss; decided once, when it was linked
);
CREATE INDEX case_reports_by_case ON case_reports (case_id, report_id);
