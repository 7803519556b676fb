CREATE TABLE code_list (
  scheme {{word}} NOT NULL,
  part {{word}} NOT NULL,
  hash {{word}} NOT NULL,
  version {{number}} NOT NULL,
  loaded_at {{number}} NOT NULL,
  document {{json}} NOT NULL,
  PRIMARY KEY (scheme, part)
);
