# C7: a transfer leaves when sent, enters once, when first confirmed, and is nowhere in between.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 10);
INSERT INTO transfer (id, {{ lot }}, source, target, {{ units }}, sent_at) VALUES (5, 1, 'X', 'Y', 4, '2024-05-10T10:00:00Z');
SELECT site, {{ units }} FROM on_hand WHERE {{ units }} <> 0 ORDER BY site;
--> X|6
SELECT sum({{ units }}) FROM available;
--> 6
UPDATE transfer SET received_at = NULL WHERE id = 5;
UPDATE transfer SET received_at = '2024-05-11T10:00:00Z' WHERE id = 5;
UPDATE transfer SET received_at = '2024-05-11T10:30:00Z' WHERE id = 5;
SELECT site, {{ units }} FROM on_hand ORDER BY site;
--> X|6
--> Y|4
UPDATE transfer SET received_at = NULL WHERE id = 5;
UPDATE transfer SET received_at = '2024-05-11T11:00:00Z' WHERE id = 5;
SELECT at FROM movement WHERE site = 'Y';
--> 2024-05-11T10:00:00Z
SQL
