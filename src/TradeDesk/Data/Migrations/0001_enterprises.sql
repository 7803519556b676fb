CREATE TABLE migration (
  number {{number}} NOT NULL PRIMARY KEY,
  name {{word}} NOT NULL,
  hash {{word}} NOT NULL,
  applied_at {{number}} NOT NULL
);

CREATE TABLE change_log (
  sequence {{sequence}},
  at {{number}} NOT NULL,
  actor {{word}} NOT NULL,
  kind {{word}} NOT NULL,
  op {{word}} NOT NULL,
  id {{id}} NOT NULL,
  version {{number}} NOT NULL,
  source {{key}} NULL,
  external_id {{key}} NULL,
  country {{word}} NULL
);

CREATE TABLE source (
  name {{key}} NOT NULL PRIMARY KEY,
  partner {{word}} NOT NULL
);

CREATE TABLE enterprise (
  id {{id}} NOT NULL PRIMARY KEY,
  version {{number}} NOT NULL,
  partner {{word}} NOT NULL,
  source {{key}} NOT NULL,
  external_id {{key}} NOT NULL,
  status {{word}} NOT NULL,
  controlled {{number}} NOT NULL,
  country {{word}} NOT NULL,
  size_class {{word}} NULL,
  women_led {{number}} NULL,
  cluster {{word}} NULL,
  search_text {{json}} NOT NULL,
  content_hash {{word}} NOT NULL,
  updated_at {{number}} NOT NULL,
  document {{json}} NOT NULL,
  contact {{json}} NULL,
  CONSTRAINT enterprise_source_key UNIQUE (source, external_id)
);

CREATE INDEX enterprise_by_country ON enterprise (country, id);

CREATE TABLE enterprise_tag (
  enterprise_id {{id}} NOT NULL,
  kind {{word}} NOT NULL,
  value {{word}} NOT NULL,
  CONSTRAINT enterprise_tag_key PRIMARY KEY (enterprise_id, kind, value),
  CONSTRAINT enterprise_tag_owner FOREIGN KEY (enterprise_id) REFERENCES enterprise (id)
);

CREATE INDEX enterprise_tag_by_value ON enterprise_tag (kind, value, enterprise_id);

CREATE TABLE intent (
  id {{id}} NOT NULL PRIMARY KEY,
  enterprise_id {{id}} NOT NULL,
  type {{word}} NOT NULL,
  role {{word}} NOT NULL,
  status {{word}} NOT NULL,
  valid_until {{word}} NOT NULL,
  document {{json}} NOT NULL,
  CONSTRAINT intent_owner FOREIGN KEY (enterprise_id) REFERENCES enterprise (id)
);

CREATE INDEX intent_by_enterprise ON intent (enterprise_id);

CREATE INDEX intent_by_type ON intent (type, role, id);
