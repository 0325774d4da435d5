"""Checks of X30: who is attached when, on every way out. What must be refused is in `snippets/`."""

import threading


class Reference:
    """What the functions in `module.rs` do with a right `detach`, in Python."""

    @staticmethod
    def attached():
        return (True, False, True)

    @staticmethod
    def attached_for(size, /):
        return size < 2048

    @staticmethod
    def work(number, /):
        return sum(range(number))

    @staticmethod
    def explode():
        raise SystemError("the Rust code panicked: a panic on the way")

    @staticmethod
    def early(number, /):
        return 100 // number if number else None

    @staticmethod
    def arrive():
        return None

    @staticmethod
    def wait():
        return True


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_attached(attached):
    """attached() leaves nothing behind"""
    return attached()


def calls_explode(explode):
    """explode() leaves nothing behind, and the thread is attached again"""
    return explode()


def check_attached(attached):
    """the thread is detached while the work runs, and attached before and after"""
    before, meanwhile, after = attached()
    assert before is True
    assert meanwhile is False, "the work runs while the thread is attached: nobody else gets on"
    assert after is True


def check_worth_it(attached_for):
    """for little work the thread stays attached, and for much it does not"""
    for size in (0, 1, 2047, 2048, 2049, 10**9):
        expected, answer = size < 2048, attached_for(size)
        word = "attached" if answer else "detached"
        assert answer == expected, f"during work on {size} bytes the thread is {word}"
    assert attached_for(0) is True


def check_work(work):
    """work(number) returns what its work returns"""
    for number in (0, 1, 2, 1000):
        expected, answer = sum(range(number)), work(number)
        assert answer == expected, f"work({number}) is {expected}; yours is {answer}"


def check_early(attached, early):
    """a way out in the middle of the work"""
    for number in (0, 7, 101):
        expected, answer = Reference.early(number), early(number)
        assert answer == expected, f"early({number}) is {expected}; yours is {answer}"
    assert attached() == (True, False, True), f"after that, attached() is {attached()}"


def check_panic(attached, explode, raises):
    """a panic in the middle of the work"""
    for _ in range(10):
        raises(SystemError, "explode()", explode)
        assert attached() == (True, False, True), f"after that, attached() is {attached()}"


def check_again(attached, work):
    """many times, one after the other, in two threads"""
    seen = []

    def many():
        seen.extend((attached(), work(100)) for _ in range(200))

    threads = [threading.Thread(target=many) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [((True, False, True), 4950)] * 400, f"one of 400 calls returned {set(seen)}"


def check_meeting(attached, arrive, wait):
    """another thread runs Python while the work runs"""
    assert not attached()[1], "the work runs while the thread is attached: nobody else gets on"
    thread = threading.Thread(target=arrive)
    thread.start()
    met = wait()
    thread.join()
    assert met is True, "a second thread did not get on within ten seconds"
