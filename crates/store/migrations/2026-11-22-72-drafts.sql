-- What an officer is typing, encrypted: it names people. One draft for an officer and a form.
CREATE TABLE drafts (
    officer_id TEXT NOT NULL REFERENCES officers (id),
    form TEXT NOT NULL,
    nonce BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (officer_id, form)
);
