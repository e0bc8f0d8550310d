list=$(mktemp)
printf 'x,\n' > "$list"
[ "$(sh count.sh "$list")" = "x,1" ]
