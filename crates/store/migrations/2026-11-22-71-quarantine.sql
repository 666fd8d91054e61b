-- Mails that are no reports, each with the reason; the mail itself stays in the mailbox.
CREATE TABLE quarantine (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL,            -- folder and number of the mail in the mailbox
    reason TEXT NOT NULL,               -- stable code
    bytes_len BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX quarantine_by_received_at ON quarantine (received_at);
