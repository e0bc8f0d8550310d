# C10: each change of a reservation's state, and nothing else, adds one row to audit.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 10);
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'P', 'X', 'W', 2, '2024-05-10T09:00:00Z'), (2, 'P', 'X', 'W', 2, '2024-05-10T09:00:00Z');
UPDATE reservation SET {{ units }} = 3, state = 'open' WHERE id = 1;
UPDATE reservation SET {{ units }} = 2 WHERE id = 1;
SELECT count(*) FROM audit;
--> 0
UPDATE clock SET now = '2024-05-10T10:00:00Z';
INSERT INTO dispatch (reservation, at) VALUES (1, '2024-05-10T10:00:00Z');
UPDATE reservation SET state = 'dropped' WHERE id = 2;
SELECT reservation, old_state, new_state, at FROM audit ORDER BY id;
--> 1|open|done|2024-05-10T10:00:00Z
--> 2|open|dropped|2024-05-10T10:00:00Z
SQL
