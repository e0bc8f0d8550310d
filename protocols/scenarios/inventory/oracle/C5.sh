# C5: allotment shares what is available, oldest first, equal times by id, in part where it falls short.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 20), ('Q', 'q1', 'X', 0, 9);
INSERT INTO request (id, {{ item }}, site, {{ ward }}, {{ units }}, asked_at) VALUES
    (1, 'P', 'X', 'W', 6, '2024-05-09T08:00:00Z'), (2, 'P', 'X', 'W', 12, '2024-05-08T08:00:00Z'),
    (3, 'P', 'X', 'W', 1, '2024-05-09T09:00:00Z'), (4, 'P', 'Y', 'W', 1, '2024-05-09T09:00:00Z'),
    (5, 'Q', 'X', 'W', 5, '2024-05-09T09:00:00Z'), (6, 'Q', 'X', 'W', 5, '2024-05-09T09:00:00Z'),
    (7, 'Q', 'X', 'W', 5, '2024-05-09T09:00:00Z');
SELECT request, {{ units }} FROM allotment ORDER BY request;
--> 1|6
--> 2|12
--> 3|1
--> 4|0
--> 5|5
--> 6|4
--> 7|0
INSERT INTO reservation ({{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES ('P', 'X', 'W', 7, '2024-05-10T09:00:00Z');
SELECT request, {{ units }} FROM allotment WHERE request < 4 ORDER BY request;
--> 1|1
--> 2|12
--> 3|0
SQL
