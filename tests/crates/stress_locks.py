"""Eight threads on one lock, every pair of what can be done with it, while another collects.

`stress_locks.py SECONDS` runs each pair in turn until the time is over, in the interpreter of
the run, and prints what it did as one JSON object. Totals are exact. Standard library only.
"""

import faulthandler
import gc
import itertools
import json
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from loading import expected, load, raises
from stress_left import alive, left

THREADS = 8
TURNS = 40
M = load("xxtestproposal")


class Pair:
    """What the threads of a pair note. Appending to a list loses nothing, in a finaliser too."""

    def __init__(self):
        self.counted = []
        self.refused = []
        self.made = []
        self.finished = []

    def once(self, call):
        """Whether it added its one: a poisoned lock refuses."""
        try:
            call()
        except RuntimeError as error:
            expected(error, RuntimeError, "a thread panicked while it held the lock")
            self.refused.append(1)
            return False
        self.counted.append(1)
        return True

    def each(self, call, turns=TURNS):
        """Again until it was done so many times."""
        while turns:
            turns -= self.once(call)


class Entering:
    """A cycle whose finaliser takes the lock, in the thread that collects."""

    def __init__(self, pair):
        self.itself, self.pair = self, pair

    def __del__(self):
        self.pair.once(lambda: M.bump(1))
        self.pair.finished.append(1)


def bump(pair):
    pair.each(lambda: M.bump(1))


def bump_often(pair):
    M.bump(100 * TURNS)
    pair.counted.append(100 * TURNS)


def read(_pair):
    last = 0
    for _ in range(TURNS):
        try:
            now = M.total()
        except RuntimeError:
            continue
        assert now >= last, (now, last)
        last = now


def watch(_pair):
    for _ in range(TURNS):
        assert 0 <= M.waiting() <= THREADS + 1
        assert M.held() in (False, True)
        M.let_go()


def hold(pair):
    pair.each(M.hold_until_let_go, 3)


def call(pair):
    pair.each(lambda: M.call_holding(list))


def at_depth(pair):
    pair.each(lambda: M.hold_at_depth(lambda: M.bump(1)))


def enter_again(pair):
    def again():
        for function in (M.total, lambda: M.bump(1)):
            raises(RuntimeError, function, match="this thread holds the lock already")

    pair.each(lambda: M.call_holding(again))


def finalise(pair):
    for _ in range(TURNS):
        pair.made.append(1)
        Entering(pair)


def poison(_pair):
    for _ in range(TURNS // 10):
        try:
            M.panic_holding()
        except SystemError:
            M.clear_poison()
        except RuntimeError:
            continue  # another thread's panic, which that thread clears


METHODS = [bump, bump_often, read, watch, hold, call, at_depth, enter_again, finalise, poison]
#: All but the one whose count nobody would know: `bump_often` refused half way.
PAIRS = [
    pair
    for pair in itertools.combinations_with_replacement(METHODS, 2)
    if pair != (bump_often, poison)
]


def run_pair(methods):
    """Half of the threads on each; return how often the lock refused."""
    pair, failed, before = Pair(), [], M.total()
    barrier = threading.Barrier(THREADS)

    def work(method):
        barrier.wait()
        try:
            method(pair)
        except BaseException as error:
            failed.append(f"{method.__name__}: {type(error).__name__}: {error}")

    # A deadlock ends the process with the stacks of all.
    faulthandler.dump_traceback_later(120, exit=True)
    threads = [threading.Thread(target=work, args=(each,)) for each in methods * (THREADS // 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while len(pair.finished) < len(pair.made):
        gc.collect()
    faulthandler.cancel_dump_traceback_later()
    names = [method.__name__ for method in methods]
    assert not failed, (names, failed)
    assert M.total() == before + sum(pair.counted), (names, before, M.total(), sum(pair.counted))
    return len(pair.refused)


def repeating(ended, act, pause):
    """A thread that does it all the time."""

    def run():
        while not ended.is_set():
            act()
            time.sleep(pause)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def main(seconds):
    """Every pair at least once, then again until the time is over."""
    # Finalisers run in the threads that call `gc.collect` alone: one that waits for the lock in
    # the thread that lets the holder go would wait for ever.
    gc.disable()
    sys.setswitchinterval(0.0005)
    ended, collections = threading.Event(), itertools.count()
    others = [
        repeating(ended, lambda: (gc.collect(), next(collections)), 0.01),
        repeating(ended, M.let_go, 0.0005),
    ]
    begun, rounds, refused, made = time.monotonic(), 0, 0, None
    try:
        while rounds == 0 or time.monotonic() - begun < seconds:
            refused += sum(map(run_pair, PAIRS))
            rounds += 1
            made = made or alive(M)
    finally:
        ended.set()
        for thread in others:
            thread.join()
    assert M.waiting() == 0
    grown = left(made, alive(M))
    report = {"pairs": len(PAIRS), "rounds": rounds, "refused": refused, "grown": grown}
    print(json.dumps(report | {"total": M.total(), "collections": next(collections)}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
