"""CPython's own tests as the judge of a port: what is ported, built, run in its place, judged."""
