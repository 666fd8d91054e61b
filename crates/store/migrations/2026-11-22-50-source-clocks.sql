-- Where each source stands by law, and when it needs a person: the working view reads only these.
ALTER TABLE sources ADD COLUMN clock TEXT;           -- JSON of desk's SourceClock; NULL: only `due` is known
ALTER TABLE sources ADD COLUMN next_due_at BIGINT;   -- the first instant too late of what ends first; NULL while nothing runs
ALTER TABLE sources ADD COLUMN at_risk_at BIGINT;    -- when the first running deadline enters its last quarter
CREATE INDEX sources_by_at_risk ON sources (at_risk_at, next_due_at);
CREATE INDEX sources_by_next_due ON sources (next_due_at, report_id);
