-- What became of the objects that a partner sent: the answer it may fetch again.
CREATE TABLE intake_statuses (
    id TEXT NOT NULL PRIMARY KEY,
    consumer_id TEXT NOT NULL REFERENCES consumers (id),    -- only it may read the answer
    created_at BIGINT NOT NULL,
    body TEXT NOT NULL                  -- the answer as JSON: identifiers of the partner's objects, no content
);
CREATE INDEX intake_statuses_by_created_at ON intake_statuses (created_at);
