# Runs every tests/test_*.sh; shows what failed, and one line a file.
worst=0
for file in tests/test_*.sh; do
    name=${file#tests/test_}
    if said=$(sh "$file" 2>&1); then
        printf '%-10s ok, %s tests\n' "${name%.sh}" "$(printf '%s\n' "$said" | grep -c '^ok ')"
    else
        worst=1
        printf '%-10s FAILED\n%s\n' "${name%.sh}" "$said"
    fi
done
exit "$worst"
