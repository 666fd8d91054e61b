-- What became of the earlier reports of a source: a number or an address somebody left, as a keyed digest, or a
-- partner. Erased with the last identity that it stands for.
CREATE TABLE source_records (
    source TEXT NOT NULL PRIMARY KEY,   -- a digest of identity_digests, or 'partner:<name>'
    confirmed BIGINT NOT NULL,          -- reports closed as dealt with
    spam BIGINT NOT NULL                -- reports closed as spam
);

-- Reports that weigh more or less than an ordinary one, in percent.
CREATE TABLE report_weights (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES reports (id),
    weight BIGINT NOT NULL
);

-- 1: a whole number or address, which makes a source; NULL: a name, or from before sources were kept.
ALTER TABLE identity_digests ADD COLUMN is_source BIGINT;

ALTER TABLE reports ADD COLUMN closed_as TEXT;  -- 'confirmed', 'spam', or NULL: open, or closed as neither
ALTER TABLE reports ADD COLUMN spam_of TEXT;    -- the report closed as spam that this one is folded away with
CREATE INDEX reports_closed_as_spam ON reports (closed_as, id) WHERE closed_as = 'spam';
CREATE INDEX reports_folded_away ON reports (spam_of, is_open) WHERE spam_of IS NOT NULL;
