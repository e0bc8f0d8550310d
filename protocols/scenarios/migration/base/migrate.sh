#!/bin/sh
# Applies the numbered files in migrations/, each in a transaction of its own.
#   sh migrate.sh DB up [N]      what is missing, up to number N
#   sh migrate.sh DB down N      takes back what lies above number N
#   sh migrate.sh DB backfill    carries rows over from the sheet
set -eu
db=$1 action=$2 last=${3:-9999}

sql() { sqlite3 -batch -bail -cmd 'PRAGMA foreign_keys = ON' "$db"; }

applied=$(sql <<SQL
CREATE TABLE IF NOT EXISTS schema_migration (number TEXT PRIMARY KEY);
SELECT number FROM schema_migration;
SQL
)
applied=" $(echo $applied) "

steps() {
    for file in $(ls migrations/*."$action".sql | sort $1); do
        number=${file#migrations/}
        number=${number%%_*}
        case "$action$applied" in
        up*" $number "*) continue ;;
        up*) [ "$number" -le "$last" ] || continue ;;
        down*" $number "*) [ "$number" -gt "$last" ] || continue ;;
        down*) continue ;;
        esac
        printf 'BEGIN;\n.read %s\n' "$file"
        case $action in
        up) echo "INSERT INTO schema_migration VALUES ('$number');" ;;
        down) echo "DELETE FROM schema_migration WHERE number = '$number';" ;;
        esac
        echo 'COMMIT;'
    done
}

case $action in
up) steps -n | sql ;;
down) steps -rn | sql ;;
backfill) printf 'BEGIN;\n.read backfill.sql\nCOMMIT;\n' | sql ;;
*) echo "usage: sh migrate.sh DB up [N] | down N | backfill" >&2; exit 2 ;;
esac
