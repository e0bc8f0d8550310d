CREATE TABLE IF NOT EXISTS {{ customer }} (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    joined_on TEXT NOT NULL  -- 2024-03-01
);

CREATE TABLE IF NOT EXISTS contact (
    {{ customer }} TEXT NOT NULL REFERENCES {{ customer }} (id),
    kind TEXT NOT NULL CHECK (kind IN ('mail', 'post')),
    address TEXT NOT NULL,
    PRIMARY KEY ({{ customer }}, kind)
);
