-- The list as it was imported: every field is text.
CREATE TABLE list (name TEXT PRIMARY KEY, number TEXT);
