# C11: each down file brings back tables, columns, constraints and rows.
. "$(dirname "$0")/lib.sh"
rm -f "$db"
numbers=$(ls migrations/*.up.sql | sed 's:migrations/::; s:_.*::' | sort -n)
sh migrate.sh "$db" up 1
q "$( { plain 1 Ann ann@x.example; plain 2 Bo ''; row 3 Cy '' '' x 01.01.2024 '' '' A '01.02.2024 12:00'; } | sed 's/{{ sheet }}_import/{{ sheet }}/')
INSERT INTO payment (id, sheet_row, cents, paid_on) VALUES (4, 1, 2000, '2024-02-01'), (7, 3, 500, '2024-02-02');"

# Tables with columns, indexes, foreign keys, CHECKs, and the rows of the two that are older than the migrations.
look() {
    sqlite3 -batch -bail "$db" <<'SQL'
SELECT m.type, m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk
FROM sqlite_master AS m LEFT JOIN pragma_table_info(m.name) AS c ON m.type = 'table' WHERE m.name NOT LIKE 'sqlite%' ORDER BY 1, 2, c.cid;
SELECT m.name, f."table", f."from", f.on_delete FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' ORDER BY 1, 2, 3;
SELECT m.name, i.origin, i."unique", i.partial FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i WHERE m.type = 'table' ORDER BY 1, 2, 3;
SELECT name, length(sql) - length(replace(sql, 'CHECK', '')) FROM sqlite_master WHERE type = 'table' AND name <> 'payment' ORDER BY 1;
SELECT id, sheet_row, cents, paid_on FROM payment ORDER BY id;
SQL
}
before=$TMPDIR/before
look >"$before.0001"
for number in $numbers; do
    [ "$number" != 0001 ] || continue
    sh migrate.sh "$db" up "$number"
    look >"$before.$number"
done
sh migrate.sh "$db" backfill
for number in $(echo "$numbers" | sort -rn); do
    [ "$number" != 0001 ] || continue
    to=$(printf '%04d' $((1$number - 10001)))
    sh migrate.sh "$db" down "$to" 2>/dev/null || fail "down from $number is refused"
    look >"$TMPDIR/after"
    cmp -s "$before.$to" "$TMPDIR/after" || fail "down from $number: $(diff "$before.$to" "$TMPDIR/after")"
done
equal "$(sqlite3 "$db" "SELECT count(*), group_concat(full_name) FROM {{ sheet }}")" '3|Ann,Bo,Cy' 'rows of the sheet'
sh migrate.sh "$db" up
sh migrate.sh "$db" backfill
equal "$(q "SELECT count(*) FROM {{ contract }}")" 2 'up again'
