.read data/basics.sql
INSERT INTO reorder_level VALUES ('{{ i1 }}', '{{ s1 }}', 30, 100), ('{{ i2 }}', '{{ s1 }}', 20, 60), ('{{ i3 }}', '{{ s2 }}', 10, 96);

INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES
    ('{{ i1 }}', 'K-118', '2024-06-30', '{{ s1 }}', 2, 5),
    ('{{ i1 }}', 'K-097', '2024-03-31', '{{ s1 }}', 0, 12),
    ('{{ i2 }}', 'R-4', NULL, '{{ s1 }}', 3, 0),
    ('{{ i2 }}', 'R-3', '2024-04-15', '{{ s1 }}', 0, 8);

INSERT INTO reservation ({{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES
    ('{{ i1 }}', '{{ s1 }}', '{{ w1 }}', 20, '2024-03-01T08:00:00Z'),
    ('{{ i2 }}', '{{ s1 }}', '{{ w2 }}', 15, '2024-03-01T08:00:00Z');
UPDATE clock SET now = '2024-03-01T14:30:00Z';
INSERT INTO dispatch (reservation, at) VALUES (1, '2024-03-01T14:30:00Z');

INSERT INTO request ({{ item }}, site, {{ ward }}, {{ units }}, asked_at) VALUES
    ('{{ i2 }}', '{{ s1 }}', '{{ w3 }}', 30, '2024-03-01T09:10:00Z'),
    ('{{ i2 }}', '{{ s1 }}', '{{ w1 }}', 12, '2024-03-01T11:45:00Z');
INSERT INTO transfer ({{ lot }}, source, target, {{ units }}, sent_at)
SELECT id, '{{ s1 }}', '{{ s2 }}', 10, '2024-03-01T15:00:00Z' FROM {{ lot }} WHERE label = 'K-118';
