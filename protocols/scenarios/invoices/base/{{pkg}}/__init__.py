"""{{ Pkg }}: what {{ customers }} use, and what they pay for it."""
