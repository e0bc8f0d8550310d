.read list.sql
.read sample.sql
CREATE TABLE holds (test TEXT, passed INTEGER CHECK (passed));
INSERT INTO holds SELECT 'names', COUNT(*) = COUNT(name) FROM list;
SELECT 'ok: ' || test FROM holds;
