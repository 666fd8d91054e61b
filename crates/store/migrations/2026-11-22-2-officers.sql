CREATE TABLE officers (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- what the officer types to sign in, lower case
    display_name TEXT NOT NULL,         -- shown beside acts
    password_hash TEXT NOT NULL,        -- PHC string with its own parameters
    totp_nonce BYTEA NOT NULL,          -- of the line below
    totp_secret BYTEA NOT NULL,         -- encrypted, so that a stolen database signs nobody in
    totp_step BIGINT NOT NULL,          -- last time step used: a code is good once
    failures BIGINT NOT NULL,           -- wrong attempts since the last good one
    locked_until BIGINT NOT NULL,       -- no sign-in before; 0 when not locked
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,                 -- NULL while the officer may work; rows are never deleted: acts name them
    version BIGINT NOT NULL             -- refuses a lost update
);

CREATE TABLE officer_roles (
    officer_id TEXT NOT NULL REFERENCES officers (id),
    role TEXT NOT NULL,                 -- slug of the role
    PRIMARY KEY (officer_id, role)
);

-- One-time links by which an officer chooses a password.
CREATE TABLE invitations (
    token_hash TEXT NOT NULL PRIMARY KEY,   -- SHA-256, hex: the link itself is not kept
    first BIGINT NOT NULL,              -- 1: for the first officer, good only while there is none
    roles TEXT NOT NULL,                -- slugs the new officer gets, separated by commas
    invited_by TEXT REFERENCES officers (id),   -- NULL when made by the server or a command
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,   -- SHA-256, hex: a stolen database opens no session
    id TEXT NOT NULL UNIQUE,            -- names the session in pages and audit lines
    officer_id TEXT NOT NULL REFERENCES officers (id),
    csrf_token TEXT NOT NULL,           -- repeated in every form
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,            -- last use, to the minute
    expires_at BIGINT NOT NULL,         -- absolute end
    idle_ms BIGINT NOT NULL             -- ends this long after the last use
);
CREATE INDEX sessions_by_officer ON sessions (officer_id);
