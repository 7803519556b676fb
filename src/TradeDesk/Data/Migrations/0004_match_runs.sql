CREATE TABLE match_run (
  id {{id}} NOT NULL PRIMARY KEY,
  key_id {{word}} NOT NULL,
  partner {{word}} NOT NULL,
  role {{word}} NOT NULL,
  countries {{json}} NOT NULL,
  cleared {{number}} NOT NULL,
  state {{word}} NOT NULL,
  peers {{number}} NOT NULL,
  policy {{word}} NOT NULL,
  on_day {{word}} NOT NULL,
  explained {{word}} NOT NULL,
  sequence {{number}} NOT NULL,
  total {{number}} NOT NULL,
  done {{number}} NOT NULL,
  parts {{number}} NOT NULL,
  last_enterprise {{id}} NOT NULL,
  failure {{text}} NULL,
  created_at {{number}} NOT NULL,
  started_at {{number}} NULL,
  finished_at {{number}} NULL,
  expires_at {{number}} NOT NULL,
  owner {{id}} NULL,
  lease_until {{number}} NOT NULL
);

CREATE TABLE match_run_part (
  run_id {{id}} NOT NULL,
  number {{number}} NOT NULL,
  lines {{json}} NOT NULL,
  CONSTRAINT match_run_part_key PRIMARY KEY (run_id, number),
  CONSTRAINT match_run_part_owner FOREIGN KEY (run_id) REFERENCES match_run (id)
);

CREATE INDEX change_log_by_record ON change_log (kind, id, sequence);
