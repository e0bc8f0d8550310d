.read list.sql
.read count.sql
.read order.sql
CREATE TABLE holds (passed INTEGER NOT NULL CHECK (passed));
INSERT INTO list VALUES ('x', NULL);
INSERT INTO holds SELECT (SELECT number FROM counted) = '1';
