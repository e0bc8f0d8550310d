CREATE TABLE {{ sheet }} (
    row_id INTEGER PRIMARY KEY,
    full_name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    {{ site }} TEXT NOT NULL,
    {{ plan }}_code TEXT NOT NULL,
    {{ plan }}_name TEXT NOT NULL,
    {{ fee }} TEXT NOT NULL,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    {{ locker }} TEXT NOT NULL,
    status TEXT NOT NULL,
    changed_at TEXT NOT NULL
);

CREATE TABLE payment (
    id INTEGER PRIMARY KEY,
    sheet_row INTEGER NOT NULL,
    cents INTEGER NOT NULL,
    paid_on TEXT NOT NULL
);
