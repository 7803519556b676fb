CREATE TABLE import_job (
  id {{id}} NOT NULL PRIMARY KEY,
  key_id {{word}} NOT NULL,
  partner {{word}} NOT NULL,
  role {{word}} NOT NULL,
  countries {{json}} NOT NULL,
  cleared {{number}} NOT NULL,
  source {{key}} NOT NULL,
  mode {{word}} NOT NULL,
  dry_run {{number}} NOT NULL,
  suggest {{number}} NULL,
  most_removed {{word}} NOT NULL,
  map {{json}} NULL,
  status {{word}} NOT NULL,
  size {{number}} NOT NULL,
  parts {{number}} NOT NULL,
  read_count {{number}} NOT NULL,
  last_line {{number}} NOT NULL,
  created {{number}} NOT NULL,
  updated {{number}} NOT NULL,
  unchanged {{number}} NOT NULL,
  refused {{number}} NOT NULL,
  removed {{number}} NOT NULL,
  reasons {{json}} NOT NULL,
  error_parts {{number}} NOT NULL,
  failure {{text}} NULL,
  created_at {{number}} NOT NULL,
  started_at {{number}} NULL,
  finished_at {{number}} NULL,
  expires_at {{number}} NOT NULL,
  owner {{id}} NULL,
  lease_until {{number}} NOT NULL
);

CREATE INDEX import_job_by_status ON import_job (status, created_at);

CREATE TABLE import_part (
  import_id {{id}} NOT NULL,
  number {{number}} NOT NULL,
  content {{bytes}} NOT NULL,
  CONSTRAINT import_part_key PRIMARY KEY (import_id, number),
  CONSTRAINT import_part_owner FOREIGN KEY (import_id) REFERENCES import_job (id)
);

CREATE TABLE import_error (
  import_id {{id}} NOT NULL,
  number {{number}} NOT NULL,
  lines {{json}} NOT NULL,
  CONSTRAINT import_error_key PRIMARY KEY (import_id, number),
  CONSTRAINT import_error_owner FOREIGN KEY (import_id) REFERENCES import_job (id)
);
