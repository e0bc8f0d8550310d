# What the checks share: a database with all migrations, rows of the sheet, questions to it.
set -eu
db="$TMPDIR/check.db"

fail() { echo "$1"; exit 1; }

q() { sqlite3 -batch -bail -cmd 'PRAGMA foreign_keys = ON' -cmd 'PRAGMA synchronous = OFF' "$db" "$1"; }

equal() { [ "$1" = "$2" ] || fail "$3: got '$1', expected '$2'"; }

refused() { if q "$1" >/dev/null 2>&1; then fail "accepted: $2"; fi; }

accepted() { q "$1" >/dev/null 2>&1 || fail "refused: $2"; }

start() { rm -f "$db"; sh migrate.sh "$db" up; }

backfill() { sh migrate.sh "$db" backfill; }

# The SQL for a row of the sheet: id, name, e-mail, phone, {{ fee }}, starts, ends, {{ locker }}, status, changed.
row() {
    echo "INSERT INTO {{ sheet }}_import VALUES ($1, '$2', '$3', '$4', 'North', 'P1', 'First', '$5', '$6', '$7', '$8', '$9', '${10}');"
}

# The SQL for a row that is a matter of course: id, name, e-mail.
plain() { row "$1" "$2" "$3" '' 20 01.01.2024 '' '' A '01.02.2024 12:00'; }

# The SQL for a {{ member }} and a {{ plan }} to put {{ contracts }} under.
people() {
    echo "INSERT INTO {{ plan }} VALUES ('P1', 'First'), ('P2', 'Second');
        INSERT INTO {{ member }} (id, email, name, changed_at) VALUES
            (1, 'a@x.example', 'Ann', '2024-01-01T10:00:00Z'), (2, NULL, 'Bo', '2024-01-01T10:00:00Z');"
}

# The SQL for a {{ contract }}: id, {{ member }}, {{ site }}, cents, {{ locker }}, status, ends (as SQL).
contract() {
    echo "INSERT INTO {{ contract }} (id, {{ member }}, {{ plan }}, {{ site }}, {{ fee }}_cents, {{ locker }}, status, ends, starts, changed_at)
        VALUES ($1, $2, 'P1', '$3', $4, $5, $6, $7, '2024-01-10', '2024-01-10T10:00:00Z');"
}
