-- Which account at a provider of sign-ins is an officer's. An administrator names it as the provider calls it; its first
-- sign-in writes down the subject, and from then on issuer and subject alone count.
CREATE TABLE provider_accounts (
    officer_id TEXT NOT NULL REFERENCES officers (id),
    issuer TEXT NOT NULL,               -- the address that names the provider
    account TEXT NOT NULL,              -- value of the claim that the settings name; matters until the first sign-in
    subject TEXT,                       -- NULL until then; never reassigned by a provider (OpenID Connect Core 1.0, 8)
    allowed_by TEXT NOT NULL REFERENCES officers (id),
    allowed_at BIGINT NOT NULL,
    linked_at BIGINT,                   -- when the subject was written down
    PRIMARY KEY (officer_id, issuer),
    UNIQUE (issuer, account),
    UNIQUE (issuer, subject)
);

-- Sign-ins that are under way: sent to a provider, or come back and waiting for our own code. Each row is used once.
CREATE TABLE sign_in_attempts (
    token_hash TEXT NOT NULL PRIMARY KEY,   -- SHA-256, hex, of what the browser holds
    provider TEXT NOT NULL,             -- its short name in the settings
    next TEXT NOT NULL,                 -- the page to go to afterwards
    officer_id TEXT REFERENCES officers (id),   -- NULL until the provider has said who it is
    issuer TEXT,                        -- with the officer: what the provider said
    subject TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_by_end ON sign_in_attempts (expires_at);
