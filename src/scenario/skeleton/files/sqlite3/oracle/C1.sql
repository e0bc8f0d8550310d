.read list.sql
.read count.sql
.read order.sql
.read report.sql
CREATE TABLE holds (passed INTEGER NOT NULL CHECK (passed));
INSERT INTO list VALUES ('x', '2'), ('y', '30');
INSERT INTO holds SELECT (SELECT line FROM report LIMIT 1) LIKE '%: 32';
