# What all scripts share. It is sourced before any other part.

# fail STATUS WORDS...: one line on standard error, and the script ends.
fail() {
    failed_with=$1
    shift
    printf '%s\n' "$*" >&2
    exit "$failed_with"
}
