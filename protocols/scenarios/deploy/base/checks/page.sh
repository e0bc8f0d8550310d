# Healthy when the release has a page to show.
[ -s "$1/page.html" ] || { echo "no page"; exit 1; }
