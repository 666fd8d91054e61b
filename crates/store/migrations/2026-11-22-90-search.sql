-- Which number a report has in the index of words. Numbers follow the order of indexing, so that the newest are
-- found first.
CREATE TABLE search_numbers (
    number BIGINT NOT NULL PRIMARY KEY,     -- from 0
    report_id TEXT NOT NULL UNIQUE REFERENCES reports (id)
);

-- The index of words: in which reports a word stands, 1,024 numbers to a row. One row costs two bytes a report,
-- so that a word of a million reports is a thousand small rows.
CREATE TABLE search_postings (
    word TEXT NOT NULL,                 -- plain: lower case, without marks
    block BIGINT NOT NULL,              -- number / 1024
    numbers BYTEA NOT NULL,             -- number % 1024 of each report, ascending, 16 bits, little endian
    PRIMARY KEY (word, block)
);

-- Who sent which report, as keyed digests: found by who knows the name and the key, read by nobody. Erased with
-- the identity.
CREATE TABLE identity_digests (
    digest TEXT NOT NULL,               -- HMAC-SHA-256, hex, of a whole name, number or address
    report_id TEXT NOT NULL REFERENCES reports (id),
    PRIMARY KEY (digest, report_id)
);
CREATE INDEX identity_digests_by_report ON identity_digests (report_id);

-- Near-duplicates are looked for in this index alone: the texts stay where they are.
CREATE INDEX reports_by_sketch ON reports (method, id, received_at, sketch);
DROP INDEX reports_by_method;

-- An event is counted and added up in its index.
DROP INDEX reports_by_event;
CREATE INDEX reports_by_event ON reports (event_id, id, received_at, money_lost);

-- What one officer works on.
CREATE INDEX reports_queue_officer ON reports (assigned_to, is_open, place_in_queue, id);
