-- Passkeys (WebAuthn) of officers. Public keys only: whoever steals the database signs nobody in.
CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,       -- names it in pages and audit lines
    officer_id TEXT NOT NULL REFERENCES officers (id),
    credential_id TEXT NOT NULL UNIQUE, -- the authenticator's own name for it, base64url
    public_key BYTEA NOT NULL,          -- SubjectPublicKeyInfo, DER
    host TEXT NOT NULL,                 -- under which it was made; it works under no other
    sign_count BIGINT NOT NULL,         -- as last told; 0 when the authenticator does not count
    name TEXT NOT NULL,                 -- as the officer calls it
    created_at BIGINT NOT NULL,
    used_at BIGINT                      -- last sign-in; NULL before the first
);
CREATE INDEX passkeys_by_officer ON passkeys (officer_id, created_at);

-- Challenges that signed somebody in, kept until they would have ended: each is good once.
CREATE TABLE passkey_uses (
    challenge_hash TEXT NOT NULL PRIMARY KEY,   -- SHA-256, hex
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_uses_by_end ON passkey_uses (expires_at);
