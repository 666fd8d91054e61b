-- Reports that were closed again after their content was erased, of which there are few: what was written since has a
-- term of its own, and a run that looks for it need not read every report that was ever erased.
CREATE INDEX reports_closed_again ON reports (is_open, updated_at) WHERE erased_at <= updated_at;
