# Every test: sh tests/all.sh
for each in tests/test-*.sh; do
    sh "$each" || exit 1
done
