-- Filters, columns and order of a list that an officer keeps by a name.
CREATE TABLE views (
    id TEXT NOT NULL PRIMARY KEY,
    officer_id TEXT NOT NULL REFERENCES officers (id),
    unit_id TEXT,                       -- whose officers see it too; NULL: it is the officer's own
    list TEXT NOT NULL,                 -- which list: 'queue' or 'search'
    name TEXT NOT NULL,
    query TEXT NOT NULL,                -- as in the address of the list
    created_at BIGINT NOT NULL
);
CREATE INDEX views_by_officer ON views (officer_id, name);
CREATE INDEX views_by_unit ON views (unit_id, name) WHERE unit_id IS NOT NULL;

-- The queue by arrival.
CREATE INDEX reports_by_arrival ON reports (is_open, id);
