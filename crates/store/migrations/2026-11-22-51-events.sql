-- Reports that tell of the same fraud are one event. Rules of joining and parting: desk's `event`.
ALTER TABLE reports ADD COLUMN event_id TEXT;     -- the first report of its event; NULL: an event of its own
ALTER TABLE reports ADD COLUMN text_digest TEXT;  -- SHA-256, hex, of the normalised text; NULL: no text, or not folded yet
ALTER TABLE reports ADD COLUMN sketch BIGINT;     -- 64 bits of the near-duplicate sketch; NULL: too short, or not folded yet
CREATE INDEX reports_by_event ON reports (event_id, id);
CREATE INDEX reports_by_text_digest ON reports (text_digest, id);
CREATE INDEX reports_by_method ON reports (method, id);

-- What was done to events. Never deleted: an act that was undone says so.
CREATE TABLE event_acts (
    id BIGINT NOT NULL PRIMARY KEY,     -- from 1, in the order done
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,               -- slug of the rule that folded, or an officer's ground
    done_at BIGINT NOT NULL,
    done_by TEXT NOT NULL,
    undone_at BIGINT,                   -- NULL while it stands
    undone_by TEXT
);

CREATE TABLE event_links (
    id BIGINT NOT NULL PRIMARY KEY,     -- from 1
    a TEXT NOT NULL REFERENCES reports (id),
    b TEXT NOT NULL REFERENCES reports (id),
    made_by BIGINT NOT NULL REFERENCES event_acts (id)
);
CREATE INDEX event_links_by_a ON event_links (a);
CREATE INDEX event_links_by_b ON event_links (b);
CREATE INDEX event_links_by_act ON event_links (made_by);

-- Which links a split has cut.
CREATE TABLE event_cuts (
    link_id BIGINT NOT NULL REFERENCES event_links (id),
    act_id BIGINT NOT NULL REFERENCES event_acts (id),
    PRIMARY KEY (link_id, act_id)
);
CREATE INDEX event_cuts_by_act ON event_cuts (act_id);

-- The last number given: 'acts' and 'links'. The row lock of 'acts' lets one act happen at a time.
CREATE TABLE event_counters (
    name TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);
