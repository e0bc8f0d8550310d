: > "$1/visits"
