# A test is: is NAME FOUND EXPECTED. The last line of a test file is finish.
count=0
bad=0

is() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then
        printf 'ok %s - %s\n' "$count" "$1"
    else
        bad=$((bad + 1))
        printf 'not ok %s - %s\n#   found    %s\n#   expected %s\n' "$count" "$1" "$2" "$3"
    fi
}

finish() {
    printf '1..%s\n' "$count"
    [ "$bad" -eq 0 ]
}

# A folder that goes with the test.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
