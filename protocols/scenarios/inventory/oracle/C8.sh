# C8: a return goes back into its {{ lot }} at the site it left, never more than is still out.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES ('P', 'p1', '2024-06-01', 'X', 0, 4), ('P', 'p2', '2024-07-01', 'X', 0, 20), ('P', 'p1', '2024-06-01', 'Y', 0, 9);
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (31, 'P', 'X', 'W', 10, '2024-05-10T09:00:00Z'), (32, 'P', 'X', 'W', 8, '2024-05-10T09:00:00Z');
INSERT INTO dispatch (id, reservation, at) VALUES (21, 31, '2024-05-10T09:10:00Z'), (22, 32, '2024-05-10T09:10:00Z');
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (21, 2, 7, '2024-05-10T11:00:00Z');
--> refused
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (22, 1, 1, '2024-05-10T11:00:00Z');
--> refused
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (21, 2, 4, '2024-05-10T11:00:00Z');
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (21, 2, 3, '2024-05-10T12:00:00Z');
--> refused
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (21, 2, 2, '2024-05-10T12:00:00Z');
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (21, 1, 4, '2024-05-10T12:00:00Z');
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (22, 2, 8, '2024-05-10T12:00:00Z');
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (22, 2, 1, '2024-05-10T12:00:00Z');
--> refused
SELECT {{ lot }}, site, {{ units }} FROM movement WHERE kind = 'return' ORDER BY id;
--> 2|X|4
--> 2|X|2
--> 1|X|4
--> 2|X|8
SQL
