# C1: settings are read as docs/config.md says, and the stronger one holds.
. "$(dirname "$0")/kit.sh"

build b1
# set_fleet FILE FOLDER
set_fleet() {
    echo "fleet=$work/$2" >> "$1"
}
set_fleet "$CONF/env/e.conf" environment
deploy e a b1
same 'environment over defaults' "$(cat "$work/environment/a/current")" b1
set_fleet "$CONF/{{ hosts }}/a.conf" own
deploy e a b1
same '{{ host }} over environment' "$(cat "$work/own/a/current")" b1
deploy --set "fleet=$work/option" e a b1
same 'command line over all' "$(cat "$work/option/a/current")" b1
set_fleet "$CONF/{{ hosts }}/b.conf" 'b #1 # two = "three"'
deploy e b b1
same 'value as it stands' "$(cat "$work/b #1 # two = \"three\"/b/current")" b1

unset CONF
deploy --set "fleet=$fleet" --set "builds=$builds" --set sleep=true live {{ h3 }} b1
well 'deploying to {{ h3 }}'
