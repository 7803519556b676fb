CREATE TABLE idempotent_request (
  key_id {{word}} NOT NULL,
  idempotency_key {{key}} NOT NULL,
  request_hash {{word}} NOT NULL,
  made {{id}} NOT NULL,
  body_hash {{word}} NULL,
  status {{number}} NULL,
  headers {{json}} NULL,
  body {{json}} NULL,
  lease_until {{number}} NOT NULL,
  expires_at {{number}} NOT NULL,
  CONSTRAINT idempotent_request_key PRIMARY KEY (key_id, idempotency_key)
);

CREATE INDEX idempotent_request_by_expiry ON idempotent_request (expires_at);
