ALTER TABLE import_job ADD attempts {{number}} NOT NULL DEFAULT 0;
