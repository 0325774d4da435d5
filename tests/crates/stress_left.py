"""What the stress leaves behind, counted between its rounds. Standard library only."""

import gc
import sys

#: What threads may hold that have ended for Python and not yet for the system. A call that leaks
#: one block or reference loses hundreds in each round.
ENDING = 100


def alive(module):
    """Blocks of Python and of Rust, and references where the interpreter counts them."""
    gc.collect()
    references = getattr(sys, "gettotalrefcount", int)()
    return sys.getallocatedblocks(), module.rust_heap()[1], references


def left(before, after):
    """The growth since the first round, which made what is made once; a leak is an error."""
    grown = [now - then for then, now in zip(before, after, strict=True)]
    assert max(grown) < ENDING, f"{grown} blocks, blocks of Rust and references are left"
    return grown
