# C12: secrets are shown nowhere.
. "$(dirname "$0")/kit.sh"

build b1
echo '{{ token }}=k*9.z/&a' >> "$CONF/env/e.conf"
printf '%s\n' '{{ password }}=two [words' 'other_token=' 'token_label=Hall' >> "$CONF/{{ hosts }}/a.conf"
echo "echo 'k*9.z/&a and two [words, k*9.z/&a, Hall'" > "$work/check.sh"
deploy e a b1
for file in "$work/out" "$fleet/a/deploy.log"; do
    ! grep -qF -e 'k*9.z/&a' -e 'two [words' "$file" || wrong "a secret in ${file##*/}"
done
grep -qF '*** and ***, ***, Hall' "$work/out" || wrong 'a masked line is not shown as it should be'
grep -qF '*** and ***, ***, Hall' "$fleet/a/deploy.log" || wrong 'a masked line is not logged as it should be'
