-- Units, as a tree; who sees what follows from the unit of the officer and the unit on whose desk a report lies.
CREATE TABLE units (
    id TEXT NOT NULL PRIMARY KEY,       -- short name, lower-case; never changed
    kind TEXT NOT NULL,
    parent_id TEXT,                     -- NULL for the root
    name TEXT NOT NULL,
    province TEXT,                      -- NULL for the root and for partners of the whole country
    commune TEXT,                       -- NULL but for communes
    methods TEXT NOT NULL,              -- slugs it works on, separated by commas; empty: all
    created_at BIGINT NOT NULL,
    closed_at BIGINT,                   -- NULL while it works; rows are never deleted: the trail names them
    version BIGINT NOT NULL             -- refuses a lost update
);
INSERT INTO units (id, kind, parent_id, name, province, commune, methods, created_at, closed_at, version)
VALUES ('ministry', 'ministry', NULL, 'Trung tâm', NULL, NULL, '', 0, NULL, 1);

ALTER TABLE officers ADD COLUMN unit_id TEXT;           -- NULL: the root, as everybody before there were units
ALTER TABLE invitations ADD COLUMN unit_id TEXT;        -- NULL: the root

ALTER TABLE reports ADD COLUMN unit_id TEXT;            -- on whose desk it lies; NULL: the root's
ALTER TABLE reports ADD COLUMN unit_province TEXT;      -- province of that unit; kept here so that one index serves a province
ALTER TABLE reports ADD COLUMN unit_reason TEXT;        -- slug of what brought it there; NULL: not routed yet
CREATE INDEX reports_queue_unit ON reports (is_open, unit_id, place_in_queue, id) WHERE unit_id IS NOT NULL;
CREATE INDEX reports_queue_unit_province ON reports (is_open, unit_province, place_in_queue, id)
    WHERE unit_province IS NOT NULL;
CREATE INDEX reports_by_owner ON reports (assigned_to, is_open) WHERE assigned_to IS NOT NULL;

-- For a short time an officer sees what lies on other units' desks. Never deleted.
CREATE TABLE glass_breaks (
    id TEXT NOT NULL PRIMARY KEY,
    officer_id TEXT NOT NULL REFERENCES officers (id),
    reason TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX glass_breaks_by_officer ON glass_breaks (officer_id, ends_at);

-- The trail is asked by officer and by deed as well as by target.
CREATE INDEX audit_lines_by_who ON audit_lines (who, position);
CREATE INDEX audit_lines_by_what ON audit_lines (what, position);
