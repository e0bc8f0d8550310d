.read list.sql
.read count.sql
.read order.sql
CREATE TABLE holds (passed INTEGER NOT NULL CHECK (passed));
INSERT INTO list VALUES ('b', '2'), ('a', '2'), ('c', '10');
INSERT INTO holds SELECT (SELECT group_concat(name, ' ') FROM ranked) = 'c a b';
