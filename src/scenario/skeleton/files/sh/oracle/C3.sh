list=$(mktemp)
printf 'b,2\na,2\nc,10\n' > "$list"
[ "$(sh order.sh "$list" | tr "\n" " ")" = "c a b " ]
