PRAGMA foreign_keys = ON;
PRAGMA recursive_triggers = ON; -- INSERT OR REPLACE fires delete triggers only so

CREATE TABLE clock (
    now TEXT NOT NULL CHECK (now GLOB '????-??-??T??:??:??Z')
);

CREATE TABLE site (
    code TEXT PRIMARY KEY NOT NULL
);

CREATE TABLE {{ item }} (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    per_inner INTEGER NOT NULL CHECK (per_inner > 0),
    inners INTEGER NOT NULL CHECK (inners > 0)
);

CREATE TABLE {{ ward }} (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

CREATE TABLE reorder_level (
    {{ item }} TEXT NOT NULL REFERENCES {{ item }},
    site TEXT NOT NULL REFERENCES site,
    least INTEGER NOT NULL,
    target INTEGER NOT NULL CHECK (target >= least),
    PRIMARY KEY ({{ item }}, site)
);
