ALTER TABLE webhook ADD secret_made {{word}} NULL;
