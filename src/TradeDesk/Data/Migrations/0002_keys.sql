CREATE TABLE api_key (
  id {{id}} NOT NULL PRIMARY KEY,
  secret_hash {{word}} NOT NULL,
  label {{text}} NOT NULL,
  partner {{word}} NOT NULL,
  role {{word}} NOT NULL,
  countries {{json}} NOT NULL,
  cleared {{number}} NOT NULL,
  created_at {{number}} NOT NULL,
  revoked_at {{number}} NULL
);
