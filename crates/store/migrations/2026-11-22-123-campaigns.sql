-- Values that an officer found to say nothing: they join no reports to a campaign. Campaigns themselves are not kept:
-- they are grown from what reports share.
CREATE TABLE value_exclusions (
    indicator TEXT NOT NULL PRIMARY KEY,    -- kind:value
    ground TEXT NOT NULL,
    excluded_by TEXT NOT NULL REFERENCES officers (id),
    excluded_at BIGINT NOT NULL
);
