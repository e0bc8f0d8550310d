list=$(mktemp)
printf 'x,2\n' > "$list"
[ "$(sh report.sh "$list" | head -n 1)" = "{{ label | upper }}: 2" ]
