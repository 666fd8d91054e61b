-- What an officer wrote for the reporters when reports are closed together; each report gets it as the batch is done.
-- Empty: nothing, or its term is over.
ALTER TABLE batches ADD COLUMN reporter_answer TEXT NOT NULL DEFAULT '';
