INSERT INTO list VALUES ('{{ a }}', '4'), ('{{ c }}', '10'), ('{{ b }}', NULL);
