"""Checks of X34: a log of who takes which lock finds the deadlock without one; only then many threads run."""

import threading


class Reference:
    """What the class does, in Python."""

    class Bank:
        def __init__(self, left, right, /):
            self.money = [left, right]

        def move_right(self, amount, /):
            if self.money[0] < amount:
                raise ValueError("there is not so much")
            self.money = [self.money[0] - amount, self.money[1] + amount]

        def move_left(self, amount, /):
            if self.money[1] < amount:
                raise ValueError("there is not so much")
            self.money = [self.money[0] + amount, self.money[1] - amount]

        def swap(self):
            self.money.reverse()

        def audit(self, function, /):
            return function(*self.money)


def both(bank):
    """What is in the two accounts."""
    return bank.audit(lambda left, right: (left, right))


def used(Bank):
    """A bank on which everything was done once."""
    bank = Bank(10, 20)
    bank.move_right(3)
    bank.move_left(5)
    bank.swap()
    both(bank)
    return bank


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_moves(Bank):
    """all ways to move money leave nothing behind"""
    used(Bank).move_left(2**31)


def calls_audit(Bank, argument):
    """bank.audit(function) leaves every count as it was"""
    return Bank(1, 2).audit(lambda left, right: argument)


def calls_audit_that_raises(Bank, argument):
    """bank.audit(function) leaves every count as it was when the function raises"""
    return Bank(1, 2).audit(argument)


def check_moves(Bank, rng):
    """money goes from one to the other, and the sum stays"""
    ours, theirs = Bank(50, 70), Reference.Bank(50, 70)
    for _ in range(100):
        what, amount = rng.choice(["move_left", "move_right", "swap"]), rng.randrange(100)
        came = []
        for bank in (theirs, ours):
            try:
                came.append(bank.swap() if what == "swap" else getattr(bank, what)(amount))
            except ValueError:
                came.append("ValueError")
        call = what + ("()" if what == "swap" else f"({amount})")
        assert came[0] == came[1], f"{call} came to {came[1]}, and must come to {came[0]}"
        expected, answer = both(theirs), both(ours)
        assert expected == answer, (
            f"after {call} the accounts hold {answer}, and must hold {expected}"
        )


def check_audit(Bank, raises):
    """audit calls the function, and returns what it returns"""
    bank = Bank(3, 4)
    assert both(bank) == (3, 4), f"the function was called with {both(bank)}"
    raises(
        ZeroDivisionError,
        "audit(function) of a function that raises",
        bank.audit,
        lambda left, right: 1 / 0,
    )
    assert bank.audit(lambda left, right: None) is None


def check_one_order(Bank):
    """both locks are taken in one order everywhere"""
    bank = Bank(10, 20)
    bank.move_right(3)
    first = bank.orders()
    for what, call in (
        ("move_left", lambda: bank.move_left(5)),
        ("swap", bank.swap),
        ("audit", lambda: both(bank)),
    ):
        call()
        assert bank.orders() in ("", first), (
            f"move_right takes {first}; with {what} the orders are: {bank.orders()}"
        )


def check_both_at_once(Bank):
    """money is never in neither account"""
    alone = used(Bank).changed_alone
    assert alone == 0, f"an account was changed {alone} times while the other one was not locked"


def check_nobody_tries(Bank):
    """a lock is waited for, and not asked again and again"""
    assert used(Bank).tried == 0, "a lock was tried in place of being waited for"


def check_free_meanwhile(Bank):
    """no lock is held while the function of audit runs"""
    bank = Bank(1, 2)
    assert bank.audit(lambda left, right: bank.is_free), "a lock is held while Python runs"
    assert bank.is_free, "a lock is still held after audit"


def check_comes_back(Bank):
    """the function of audit may come back to the bank"""
    bank = Bank(10, 20)
    assert bank.audit(lambda left, right: bank.is_free), "a lock is held while Python runs"
    assert bank.audit(lambda left, right: (bank.move_right(4), bank.swap(), both(bank))[2]) == (
        24,
        6,
    )


def check_many_threads(Bank):
    """four threads, fifty rounds"""
    bank = used(Bank)
    # A bank that could stop for ever is not run.
    assert ";" not in bank.orders(), f"the locks are taken in two orders: {bank.orders()}"
    assert bank.audit(lambda left, right: bank.is_free), "a lock is held while Python runs"
    bank, seen, begin = Bank(1000, 1000), set(), threading.Barrier(4)

    def work():
        begin.wait()
        for number in range(50):
            bank.move_right(number % 7)
            bank.move_left(number % 5)
            bank.swap()
            seen.add(bank.audit(lambda left, right: left + right))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {2000}, f"the sum was seen to be {sorted(seen)}"
