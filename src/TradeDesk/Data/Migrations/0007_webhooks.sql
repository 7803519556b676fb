CREATE TABLE webhook (
  id {{id}} NOT NULL PRIMARY KEY,
  version {{number}} NOT NULL,
  partner {{word}} NOT NULL,
  key_id {{word}} NOT NULL,
  url {{text}} NOT NULL,
  description {{text}} NULL,
  kind {{word}} NULL,
  op {{word}} NULL,
  country {{word}} NULL,
  source {{key}} NULL,
  secret {{word}} NOT NULL,
  old_secret {{word}} NULL,
  old_secret_until {{number}} NULL,
  status {{word}} NOT NULL,
  reason {{text}} NULL,
  position {{number}} NOT NULL,
  attempt {{number}} NOT NULL,
  failing_since {{number}} NULL,
  next_at {{number}} NOT NULL,
  last_error {{text}} NULL,
  delivered_at {{number}} NULL,
  created_at {{number}} NOT NULL,
  updated_at {{number}} NOT NULL,
  owner {{id}} NULL,
  lease_until {{number}} NOT NULL
);

CREATE INDEX webhook_by_turn ON webhook (status, next_at);

CREATE INDEX webhook_by_partner ON webhook (partner, id);

CREATE TABLE webhook_delivery (
  number {{sequence}},
  webhook_id {{id}} NOT NULL,
  sequence {{number}} NOT NULL,
  type {{word}} NOT NULL,
  record_id {{id}} NOT NULL,
  attempt {{number}} NOT NULL,
  delivered {{number}} NOT NULL,
  status {{number}} NULL,
  duration {{number}} NOT NULL,
  error {{text}} NULL,
  at {{number}} NOT NULL
);

CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook_id, number);
