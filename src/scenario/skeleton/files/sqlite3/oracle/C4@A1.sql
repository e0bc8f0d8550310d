.read list.sql
.read count.sql
.read order.sql
.read report.sql
CREATE TABLE holds (passed INTEGER NOT NULL CHECK (passed));
INSERT INTO list VALUES ('x', '2');
INSERT INTO holds SELECT (SELECT line FROM report LIMIT 1) = '{{ label | upper }}: 2';
