-- Templates of letters as an administrator changed them; a kind without a row has the text of the program.
CREATE TABLE document_templates (
    code TEXT NOT NULL PRIMARY KEY,     -- which kind of document
    text TEXT NOT NULL,                 -- checked before it is stored
    changed_by TEXT NOT NULL REFERENCES officers (id),
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL             -- refuses a lost update
);
