CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY,
    submission TEXT NOT NULL UNIQUE,    -- made by the sender's form: sending twice is one report
    tracking_code TEXT NOT NULL UNIQUE, -- twelve characters, without hyphens
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    is_open BIGINT NOT NULL,            -- 1 while somebody has to act on it: the queue reads only these
    place_in_queue BIGINT NOT NULL,     -- smaller comes first; from the rank and the time of receipt
    urgency BIGINT NOT NULL,            -- the rank alone, shown to officers
    received_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,         -- of the last change of state, shown to the reporter
    text TEXT NOT NULL,
    happened_at BIGINT,                 -- NULL when not said
    province TEXT,                      -- NULL when not said
    place TEXT NOT NULL,                -- empty when not said
    money_lost BIGINT,                  -- đồng; NULL when not said
    claimed_method TEXT,                -- by the sender; NULL when not said
    method TEXT,                        -- the officer's, before that the engine's; NULL when neither knows
    method_by_officer BIGINT NOT NULL,  -- 1 when an officer has set it: a new engine does not overwrite it
    verdict TEXT NOT NULL,              -- of the first assessment, for filters and counts
    assessment TEXT NOT NULL,           -- the whole assessment as JSON
    indicator_first TEXT NOT NULL,      -- the first indicator, for the one line in the queue; may be empty
    indicator_count BIGINT NOT NULL,
    assigned_to TEXT REFERENCES officers (id),  -- NULL while nobody has taken it
    version BIGINT NOT NULL             -- refuses a lost update
);
CREATE INDEX reports_queue ON reports (is_open, place_in_queue, id);
CREATE INDEX reports_queue_state ON reports (state, place_in_queue, id);
CREATE INDEX reports_queue_province ON reports (is_open, province, place_in_queue, id);
CREATE INDEX reports_queue_method ON reports (is_open, method, place_in_queue, id);
CREATE INDEX reports_by_received_at ON reports (received_at);

-- What was seen in which report: the way from one report to all that share something with it.
CREATE TABLE report_indicators (
    report_id TEXT NOT NULL REFERENCES reports (id),
    indicator TEXT NOT NULL,            -- kind:value
    origin TEXT NOT NULL,               -- 'named' by the sender, else 'found' by the engine
    PRIMARY KEY (report_id, indicator)
);
CREATE INDEX report_indicators_by_indicator ON report_indicators (indicator, report_id);

CREATE TABLE attachments (
    id TEXT NOT NULL PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES reports (id),
    name TEXT NOT NULL,                 -- as sent; shown, never a path
    media_type TEXT NOT NULL,           -- by content
    bytes_len BIGINT NOT NULL,
    sha256 TEXT NOT NULL,               -- hex; also the file's name in the evidence folder
    created_at BIGINT NOT NULL
);
CREATE INDEX attachments_by_report ON attachments (report_id);

-- Who sent a report. Apart from it and encrypted with a key that is not in the database.
CREATE TABLE identities (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
    nonce BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,          -- bound to the report: it opens under no other id
    created_at BIGINT NOT NULL          -- erasure on schedule counts from here
);
CREATE INDEX identities_by_created_at ON identities (created_at);

-- A report recorded as a source (tố giác, tin báo, kiến nghị khởi tố): the legal clocks start here.
CREATE TABLE sources (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
    year BIGINT NOT NULL,               -- of the register, in Viet Nam
    number BIGINT NOT NULL,             -- in the register of that year, from 1, without gaps
    kind TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES officers (id),
    due TEXT NOT NULL,                  -- JSON: code of each deadline and its end, as the law stood that day
    UNIQUE (year, number)
);

CREATE TABLE registers (
    year BIGINT NOT NULL PRIMARY KEY,
    last_number BIGINT NOT NULL         -- the row lock gives each number once
);

CREATE TABLE notes (
    id TEXT NOT NULL PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES reports (id),
    officer_id TEXT NOT NULL REFERENCES officers (id),
    written_at BIGINT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX notes_by_report ON notes (report_id, written_at);
