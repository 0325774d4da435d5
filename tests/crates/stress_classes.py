"""Eight threads on one object, every pair of methods, while another thread collects.

`stress_classes.py SECONDS` runs each pair in turn until the time is over, in the interpreter of
the run, and prints what it did as one JSON object. Totals are exact. Standard library only.
"""

import gc
import itertools
import json
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from loading import load
from stress_left import alive, left

THREADS = 8
TURNS = 200
M = load()


class Shared:
    """The objects that all threads use, made new for each pair, and what is expected of them."""

    def __init__(self):
        self.counter = M.Counter(step=3)
        self.node = M.Node()
        self.node.next = self.node
        self.lock = threading.Lock()
        self.counted = 0
        self.appended = 0
        self.refused = 0

    def note(self, counted=0, appended=0, refused=0):
        """Add to what is expected."""
        with self.lock:
            self.counted += counted
            self.appended += appended
            self.refused += refused


def add(shared):
    for _ in range(TURNS):
        shared.counter.add()
    shared.note(counted=3 * TURNS)


def add_detached(shared):
    shared.counter.add_detached(TURNS)
    shared.note(counted=3 * TURNS)


def merge(shared):
    two = M.Counter(2)
    for _ in range(TURNS):
        shared.counter.merge(two)
    shared.note(counted=2 * TURNS)


def read(shared):
    last = 0
    for _ in range(TURNS):
        now = shared.counter.value
        assert now >= last, (now, last)
        last = now


def copy(shared):
    for _ in range(TURNS):
        copied = shared.counter.copy()
        assert copied.step == 3
        assert copied.value % 1 == 0


def make(_shared):
    for number in range(TURNS):
        node = M.Node(M.Counter.of_sum(number, 1), "label")
        assert node.next.value == number + 1
        # A cycle each time: for the thread that collects.
        node.next = node


def append(shared):
    done = refused = 0
    while done < TURNS:
        try:
            shared.node.append(done)
        except RuntimeError:
            refused += 1
        else:
            done += 1
    shared.note(appended=done, refused=refused)


def swap(shared):
    done = refused = 0
    while done < TURNS:
        try:
            shared.node.next = shared.node if done % 2 else M.Node(shared.node)
        except RuntimeError:
            refused += 1
        else:
            done += 1
    shared.note(refused=refused)


def wrong(shared):
    for _ in range(TURNS // 10):
        for call in (lambda: shared.counter.add("x"), lambda: shared.counter.merge(1), M.Encoder):
            try:
                call()
            except TypeError:
                continue
            raise AssertionError("a wrong call was accepted")


METHODS = [add, add_detached, merge, read, copy, make, append, swap, wrong]


def run_pair(first, second):
    """Half of the threads on each; return the shared objects when all are done."""
    shared, failed = Shared(), []
    barrier = threading.Barrier(THREADS)

    def work(method):
        barrier.wait()
        try:
            method(shared)
        except BaseException as error:
            failed.append(f"{method.__name__}: {type(error).__name__}: {error}")

    half = [first] * (THREADS // 2) + [second] * (THREADS // 2)
    threads = [threading.Thread(target=work, args=(method,)) for method in half]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pair = (first.__name__, second.__name__)
    assert not failed, (pair, failed)
    assert shared.counter.value == shared.counted, (pair, shared.counter.value, shared.counted)
    # One more than were appended: its position is its number.
    assert shared.node.append(None) == shared.appended + 1, (pair, shared.appended)
    shared.node.next = None
    return shared


def main(seconds):
    """Every pair at least once, then again until the time is over."""
    ended, collections = threading.Event(), itertools.count()

    def collect():
        while not ended.is_set():
            gc.collect()
            next(collections)
            # Without the GIL each collection stops all the others: let them come on between.
            time.sleep(0.01)

    gc.collect()
    before, made = M.live_nodes(), None
    collector = threading.Thread(target=collect)
    collector.start()
    pairs = list(itertools.combinations_with_replacement(METHODS, 2))
    begun, rounds, refused = time.monotonic(), 0, 0
    try:
        while rounds == 0 or time.monotonic() - begun < seconds:
            for first, second in pairs:
                refused += run_pair(first, second).refused
            rounds += 1
            made = made or alive(M)
    finally:
        ended.set()
        collector.join()
    for _ in range(3):
        gc.collect()
    nodes = M.live_nodes() - before
    assert nodes == 0, f"{nodes} nodes are left"
    grown = left(made, alive(M))
    report = {"pairs": len(pairs), "rounds": rounds, "refused": refused, "grown": grown}
    print(json.dumps(report | {"collections": next(collections)}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
