-- What an officer wrote for the reporter when a report was closed; read by its code. Empty: nothing, or its term is over.
ALTER TABLE reports ADD COLUMN reporter_answer TEXT NOT NULL DEFAULT '';
