-- Who gets the list, on which terms, and how far each has come.
CREATE TABLE consumers (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- host-like; also the name of its TSIG key
    kind TEXT NOT NULL,
    contact TEXT NOT NULL,              -- whom to call when it falls behind
    formats TEXT NOT NULL,              -- slugs it may fetch, separated by commas; empty: all
    requests_per_day BIGINT NOT NULL,   -- 0: no limit of its own
    networks TEXT NOT NULL,             -- ranges it may ask from, separated by commas; empty: anywhere
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,                 -- NULL while the account is open; rows are never deleted: the trail names them
    version BIGINT NOT NULL             -- refuses a lost update
);

CREATE TABLE consumer_keys (
    id TEXT NOT NULL PRIMARY KEY,
    consumer_id TEXT NOT NULL REFERENCES consumers (id),
    key_hash TEXT NOT NULL UNIQUE,      -- SHA-256, hex: the key itself is not kept
    prefix TEXT NOT NULL,               -- its first characters, so that people can tell keys apart
    created_at BIGINT NOT NULL,
    revoked_at BIGINT                   -- NULL while it is good
);
CREATE INDEX consumer_keys_by_consumer ON consumer_keys (consumer_id);

-- The last serial a consumer was given, by each road.
CREATE TABLE consumer_seen (
    consumer_id TEXT NOT NULL REFERENCES consumers (id),
    channel TEXT NOT NULL,
    serial BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (consumer_id, channel)
);

-- Requests of a consumer on one day, summed over all nodes.
CREATE TABLE consumer_days (
    consumer_id TEXT NOT NULL REFERENCES consumers (id),
    day TEXT NOT NULL,                  -- date in Viet Nam, 2026-11-22
    requests BIGINT NOT NULL,
    PRIMARY KEY (consumer_id, day)
);
