list=$(mktemp)
printf 'x,2\ny,30\n' > "$list"
[ "$(sh report.sh "$list" | sed -n "1s/.*: //p")" = "32" ]
