INSERT INTO clock VALUES ('2024-03-01T08:00:00Z');
INSERT INTO site VALUES ('{{ s1 }}'), ('{{ s2 }}'), ('HOLD');
INSERT INTO {{ item }} VALUES
    ('{{ i1 }}', '{{ in1 }}', 5, 4),
    ('{{ i2 }}', '{{ in2 }}', 10, 1),
    ('{{ i3 }}', '{{ in3 }}', 6, 8);
INSERT INTO {{ ward }} VALUES ('{{ w1 }}', '{{ wn1 }}'), ('{{ w2 }}', '{{ wn2 }}'), ('{{ w3 }}', '{{ wn3 }}');
