-- What partners call a report: who sent it, and the number it has there.
CREATE TABLE report_senders (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
    sender TEXT NOT NULL,               -- name of the partner's account, or of the officer's file
    reference TEXT NOT NULL             -- the number it has there; may be empty
);

-- Files of many reports, so that a key that was used for one file is not used for another.
CREATE TABLE bulk_files (
    sender TEXT NOT NULL,               -- "consumer:<id>", "officer:<id>" or "command"
    file_key TEXT NOT NULL,             -- the sender's idempotency key
    sha256 TEXT NOT NULL,               -- of the file
    created_at BIGINT NOT NULL,
    PRIMARY KEY (sender, file_key)
);
CREATE INDEX bulk_files_by_created_at ON bulk_files (created_at);
