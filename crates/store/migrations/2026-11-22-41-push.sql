-- The key that pushes are signed with, encrypted with the identity key, so that every node signs with the same one.
CREATE TABLE push_keys (
    name TEXT NOT NULL PRIMARY KEY,     -- 'ed25519'
    nonce BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,          -- of the seed
    created_at BIGINT NOT NULL
);

-- Addresses that acts are pushed to. All that the next request rests on stands here before it is sent.
CREATE TABLE pushes (
    id TEXT NOT NULL PRIMARY KEY,
    consumer_id TEXT NOT NULL REFERENCES consumers (id),
    address TEXT NOT NULL,
    state TEXT NOT NULL,                -- pending, active, refused or closed
    created_at BIGINT NOT NULL,
    delivered BIGINT NOT NULL,          -- serial up to which every act is delivered or a dead letter
    sequence BIGINT NOT NULL,           -- number of the push begun last; 0 before the first
    in_flight_to BIGINT,                -- last serial in it; NULL when it has an end
    attempts BIGINT NOT NULL,           -- failed tries of it
    next_attempt_at BIGINT NOT NULL,
    last_error TEXT NOT NULL,           -- code of the last failure; empty when the last try went well
    leased_by TEXT NOT NULL,            -- node that is sending
    leased_until BIGINT NOT NULL,
    version BIGINT NOT NULL             -- refuses a lost update
);
CREATE INDEX pushes_by_consumer ON pushes (consumer_id);

-- Pushes that their receiver kept refusing.
CREATE TABLE push_dead_letters (
    push_id TEXT NOT NULL REFERENCES pushes (id),
    sequence BIGINT NOT NULL,
    serial_first BIGINT NOT NULL,
    serial_last BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT NOT NULL,
    buried_at BIGINT NOT NULL,
    PRIMARY KEY (push_id, sequence)
);

-- What a consumer says it did about an act.
CREATE TABLE acknowledgements (
    consumer_id TEXT NOT NULL REFERENCES consumers (id),
    serial BIGINT NOT NULL,
    status TEXT NOT NULL,               -- actioned, no_action or enriched
    reason TEXT NOT NULL,               -- with no_action; else may be empty
    at BIGINT NOT NULL,
    PRIMARY KEY (consumer_id, serial)
);
