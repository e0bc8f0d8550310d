# Every line of the sample has a name.
if grep -q '^,' data/list.csv; then
    echo "not ok: a line without a name"
    exit 1
fi
echo "ok: 1 passed"
