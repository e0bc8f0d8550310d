# C12: movements are never changed or deleted, and none takes a {{ lot }} at a site below zero.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 10), ('P', 'p2', 'X', 0, 10);
UPDATE movement SET {{ units }} = 11 WHERE id = 1;
--> refused
DELETE FROM movement WHERE id = 1;
--> refused
INSERT INTO movement ({{ lot }}, site, {{ units }}, kind, ref, at) VALUES (1, 'X', -11, 'count', 1, '2024-05-10T09:00:00Z');
--> refused
INSERT INTO movement ({{ lot }}, site, {{ units }}, kind, ref, at) VALUES (1, 'Y', -1, 'count', 1, '2024-05-10T09:00:00Z');
--> refused
INSERT INTO transfer ({{ lot }}, source, target, {{ units }}, sent_at) VALUES (1, 'X', 'Y', 11, '2024-05-10T09:00:00Z');
--> refused
INSERT INTO movement ({{ lot }}, site, {{ units }}, kind, ref, at) VALUES (1, 'X', -10, 'count', 1, '2024-05-10T09:00:00Z');
SELECT {{ units }} FROM on_hand ORDER BY {{ lot }};
--> 0
--> 10
SQL
