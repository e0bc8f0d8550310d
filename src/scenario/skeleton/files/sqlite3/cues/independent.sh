# Somebody else's check. It runs at any point of the work, and says so where a thing is not there yet.
if [ ! -f count.sql ]; then
    echo "-     entries without a number: not there yet"
    exit 0
fi
got=$(printf '.read list.sql\n.read count.sql\nINSERT INTO list VALUES (%s, NULL);\nSELECT number FROM counted;\n' "'x'" | sqlite3 -bail :memory:)
if [ "$got" = "1" ]; then
    echo "ok    entries without a number"
else
    echo "FAIL  entries without a number: expected 1, got $got"
    exit 1
fi
