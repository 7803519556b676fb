ALTER TABLE enterprise ADD merged_into {{id}} NULL;

CREATE INDEX enterprise_by_merged_into ON enterprise (merged_into, id);

CREATE TABLE duplicate_decision (
  first_id {{id}} NOT NULL,
  second_id {{id}} NOT NULL,
  version {{number}} NOT NULL,
  decision {{word}} NULL,
  kept_id {{id}} NULL,
  score {{number}} NOT NULL,
  note {{text}} NULL,
  decided_by {{word}} NOT NULL,
  decided_at {{number}} NOT NULL,
  CONSTRAINT duplicate_decision_key PRIMARY KEY (first_id, second_id)
);

CREATE INDEX duplicate_decision_by_second ON duplicate_decision (second_id);
