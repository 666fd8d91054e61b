-- Who is on duty when. A shift is planned, and history from its first instant: then it is never changed.
CREATE TABLE shifts (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,              -- whose desk; 'ministry' for the root
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,            -- the first instant after it
    planned_by TEXT NOT NULL REFERENCES officers (id),
    planned_at BIGINT NOT NULL,
    ended_at BIGINT                     -- when its work was passed on; NULL before: each shift ends once
);
CREATE INDEX shifts_by_unit ON shifts (unit_id, starts_at);
CREATE INDEX shifts_to_end ON shifts (ends_at) WHERE ended_at IS NULL;

CREATE TABLE shift_officers (
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    officer_id TEXT NOT NULL REFERENCES officers (id),
    is_supervisor BIGINT NOT NULL,      -- 1: leads the shift
    takes_work BIGINT NOT NULL,         -- 1: reports are given to them
    PRIMARY KEY (shift_id, officer_id)
);
CREATE INDEX shift_officers_by_officer ON shift_officers (officer_id, shift_id);

-- What a shift leaves to the next in words. Never changed: a second thought is a second note.
CREATE TABLE shift_notes (
    id TEXT NOT NULL PRIMARY KEY,
    shift_id TEXT NOT NULL REFERENCES shifts (id),
    officer_id TEXT NOT NULL REFERENCES officers (id),
    written_at BIGINT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX shift_notes_by_shift ON shift_notes (shift_id, written_at);

CREATE TABLE shift_note_reads (
    note_id TEXT NOT NULL REFERENCES shift_notes (id),
    officer_id TEXT NOT NULL REFERENCES officers (id),
    read_at BIGINT NOT NULL,
    PRIMARY KEY (note_id, officer_id)
);

-- What was said about a source, so that it is not said again.
CREATE TABLE source_reminders (
    report_id TEXT NOT NULL REFERENCES reports (id),
    once_key TEXT NOT NULL,             -- rule, deadline and when it ends
    said_at BIGINT NOT NULL,
    PRIMARY KEY (report_id, once_key)
);

-- What each officer was told, in the console and, where they left an address, by mail.
CREATE TABLE reminders (
    id TEXT NOT NULL PRIMARY KEY,
    officer_id TEXT NOT NULL REFERENCES officers (id),
    kind TEXT NOT NULL,                 -- slug
    target TEXT NOT NULL,               -- report:<id> or shift:<id>
    subject TEXT NOT NULL,              -- number in the register, or how many reports changed hands
    deadline TEXT NOT NULL,             -- code in the table of law; empty when it is about none
    due_at BIGINT,                      -- when that ends
    created_at BIGINT NOT NULL,
    read_at BIGINT,                     -- NULL while it is new
    mailed_at BIGINT                    -- NULL while no mail server has taken it
);
CREATE INDEX reminders_by_officer ON reminders (officer_id, created_at);
CREATE INDEX reminders_new ON reminders (officer_id) WHERE read_at IS NULL;

-- The address an officer wants to be told at. Encrypted like reporters' addresses.
CREATE TABLE officer_addresses (
    officer_id TEXT NOT NULL PRIMARY KEY REFERENCES officers (id),
    nonce BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    updated_at BIGINT NOT NULL
);

-- The secret address under which a calendar program reads an officer's deadlines. One for each officer.
CREATE TABLE calendar_links (
    officer_id TEXT NOT NULL PRIMARY KEY REFERENCES officers (id),
    token_hash TEXT NOT NULL UNIQUE,    -- SHA-256, hex: the address itself is not kept
    scope TEXT NOT NULL,                -- mine or unit
    created_at BIGINT NOT NULL
);
