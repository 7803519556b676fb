ALTER TABLE change_log ADD partner {{word}} NULL;

ALTER TABLE change_log ADD hidden {{number}} NULL;
