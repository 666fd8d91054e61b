-- What a reporter added later, by code.
CREATE TABLE additions (
    id TEXT NOT NULL PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES reports (id),
    submission TEXT NOT NULL UNIQUE,    -- made by the form: sending twice is one addition
    received_at BIGINT NOT NULL,
    text TEXT NOT NULL                  -- empty when only files came
);
CREATE INDEX additions_by_report ON additions (report_id, received_at);

-- When the reporter last added something that no officer has opened yet; NULL: nothing.
ALTER TABLE reports ADD COLUMN news_at BIGINT;
