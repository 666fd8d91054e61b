-- What one officer works on: one index in place of two, of the reports that somebody works on. A report that comes in
-- is in nobody's hands and costs it nothing.
DROP INDEX reports_by_owner;
DROP INDEX reports_queue_officer;
CREATE INDEX reports_queue_officer ON reports (assigned_to, is_open, place_in_queue, id)
    WHERE assigned_to IS NOT NULL;
