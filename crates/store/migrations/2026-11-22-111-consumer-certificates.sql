-- Certificates of consumers: whoever shows one over TLS is that consumer.
CREATE TABLE consumer_certificates (
    id TEXT NOT NULL PRIMARY KEY,
    consumer_id TEXT NOT NULL REFERENCES consumers (id),
    fingerprint TEXT NOT NULL,          -- SHA-256 of the certificate, hex
    created_at BIGINT NOT NULL,
    revoked_at BIGINT                   -- NULL while it is good
);
-- One certificate is one consumer's.
CREATE UNIQUE INDEX consumer_certificates_good ON consumer_certificates (fingerprint) WHERE revoked_at IS NULL;
CREATE INDEX consumer_certificates_by_consumer ON consumer_certificates (consumer_id);

-- Where its secondaries of the zone are told of new serials: addresses with ports, separated by commas; empty: nowhere.
ALTER TABLE consumers ADD COLUMN notify TEXT NOT NULL DEFAULT '';
