. tests/tap.sh

mkdir -p "$tmp/b1/pages"
printf 'hello\n' > "$tmp/b1/pages/index.html"
sh bin/seal.sh "$tmp/b1"
is 'seals a file by its path in the build' "$(cut -c 65- "$tmp/b1/SHA256SUMS")" '  pages/index.html'
sh bin/seal.sh "$tmp/b1"
is 'leaves the manifest itself out' "$(grep -c SHA256SUMS "$tmp/b1/SHA256SUMS")" 0
sh bin/seal.sh "$tmp/none" 2> "$tmp/said"
is 'refuses what is no folder' "$?" 2
finish
