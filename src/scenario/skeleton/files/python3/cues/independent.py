# Somebody else's check. It runs at any point of the work, and says so where a thing is not there yet.
import sys

try:
    from counting import count
except ImportError:
    print("-     lines without a number: not there yet")
    sys.exit(0)
got = count("x,\n")[1]
print("ok    lines without a number" if got == 1 else f"FAIL  lines without a number: expected 1, got {got}")
sys.exit(got != 1)
