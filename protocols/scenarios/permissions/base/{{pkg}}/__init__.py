"""{{ Pkg }}: who may do what."""
