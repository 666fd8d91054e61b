-- The two chained logs share one table of heads. A log is appended to by updating its head first: the
-- row lock gives the next position, without gaps, to one transaction at a time on either engine.
CREATE TABLE log_heads (
    name TEXT NOT NULL PRIMARY KEY,     -- 'publication' or 'audit'
    position BIGINT NOT NULL,           -- of the last line; 0 before the first
    hash TEXT NOT NULL                  -- of the last line, 64 hex digits; proves that no tail was cut off
);
INSERT INTO log_heads (name, position, hash) VALUES
    ('publication', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('audit', 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Who did what, to what, why and when. Append-only.
CREATE TABLE audit_lines (
    position BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,                 -- milliseconds since 1970 UTC, as every `_at` and `at` here
    who TEXT NOT NULL,                  -- 'officer:<id>', 'system', 'public' or 'command'
    what TEXT NOT NULL,                 -- code of the deed
    target TEXT NOT NULL,               -- 'report:<id>', 'officer:<id>', an indicator, or empty
    why TEXT NOT NULL,                  -- the ground or a short detail; never personal data
    hash TEXT NOT NULL                  -- over this line and the hash of the one before
);
CREATE INDEX audit_lines_by_target ON audit_lines (target, position);

-- Work to be done after a change, written in the same transaction as the change.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,                 -- which job runs it
    payload TEXT NOT NULL,              -- what it is about: an id or a serial; never personal data
    created_at BIGINT NOT NULL,
    run_at BIGINT NOT NULL,             -- not before; a claim moves it past the end of the claim
    attempts BIGINT NOT NULL,           -- claims so far
    last_error TEXT NOT NULL            -- of the last failure; empty before one
);
CREATE INDEX jobs_by_run_at ON jobs (run_at, id);

-- Proves at start that the key given is the key the personal data was encrypted with.
CREATE TABLE key_checks (
    name TEXT NOT NULL PRIMARY KEY,     -- which key: 'identity'
    nonce BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL           -- of a fixed text
);
