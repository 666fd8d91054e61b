-- Sessions that a provider's word began, so that its word ends them (OpenID Connect Back-Channel Logout 1.0).
ALTER TABLE sessions ADD COLUMN issuer TEXT;            -- NULL: begun with a password or a passkey
ALTER TABLE sessions ADD COLUMN provider_session TEXT;  -- `sid` of the ID token; NULL when it named none
ALTER TABLE sign_in_attempts ADD COLUMN provider_session TEXT;  -- with the subject: the same

-- Tokens by which a provider ended sessions, kept until each would have ended: each is good once.
CREATE TABLE logout_tokens (
    token_hash TEXT NOT NULL PRIMARY KEY,   -- SHA-256, hex, of issuer and `jti`
    expires_at BIGINT NOT NULL
);
CREATE INDEX logout_tokens_by_end ON logout_tokens (expires_at);
