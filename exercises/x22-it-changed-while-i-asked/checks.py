"""Checks of X22: the same story is told to the class and to the reference, and must end alike."""

from operator import index


class Reference:
    """What the class does, in Python: everything is looked up when it is needed."""

    class Array:
        def __init__(self, size, /):
            self.data = bytearray(size)

        def set(self, at, value, /):
            at = index(at)
            if not -(2**63) <= at < 2**63:
                raise IndexError("no index is so large")
            value = index(value)
            if not 0 <= value < 256:
                raise ValueError("a byte is in range(0, 256)")
            if not -len(self.data) <= at < len(self.data):
                raise IndexError("the index is out of range")
            self.data[at] = value

        def count(self, value, /):
            count = at = 0
            while at < len(self.data):
                count += bool(self.data[at] == value)
                at += 1
            return count

        def extend(self, items, /):
            new = bytearray()
            for item in items:
                value = index(item)
                if not 0 <= value < 256:
                    raise ValueError("a byte is in range(0, 256)")
                new.append(value)
            self.data += new

        def get(self, at, /):
            return self.data[at]

        def size(self):
            return len(self.data)

        def clear(self):
            self.data = bytearray()


HUGE = (
    40 * 2**20
)  # memory of this size is given back to the system at once: who still reads it dies
SIZES = (HUGE, 1, 4096)
DEEDS = {
    "empties the array": lambda array: array.clear(),
    "does nothing": lambda array: None,
    "makes the array longer": lambda array: array.extend(bytes(range(200)) * 10),
    "empties and fills the array": lambda array: (array.clear(), array.extend(b"abc")),
    "writes to the array": lambda array: array.set(0, 200),
    "raises": lambda array: 1 / 0,
}


class Trap:
    """A number that does something to the array when it is asked for the first time."""

    def __init__(self, number, deed, array):
        self.number, self.deed, self.array, self.sprung = number, deed, array, 0

    def spring(self):
        self.sprung += 1
        if self.sprung == 1:
            DEEDS[self.deed](self.array)
        if self.sprung > 10_000:
            raise OverflowError("asked for more bytes than there are")

    def __index__(self):
        self.spring()
        return self.number

    def __eq__(self, other):
        self.spring()
        return self.number == other


class Announced:
    """Items that say how many they are, and need not say the truth."""

    def __init__(self, items, hint):
        self.items, self.hint = items, hint

    def __iter__(self):
        return iter(self.items)

    def __length_hint__(self):
        return self.hint


def told(story, Array, size):
    """Tell a story to a fresh array; what came of it, and what is left."""
    array = Array(size)
    try:
        came = story(array)
    except Exception as error:
        if type(error) is SystemError:
            raise
        came = type(error).__name__
    left = array.size()
    return came, left, [array.get(at) for at in (0, 1, 2, left - 2, left - 1) if 0 <= at < left]


def same(Array, size, what, story):
    # A huge array is always emptied, so a smaller one is the same to the reference, and made sooner.
    expected, answer = told(story, Reference.Array, min(size, 4096)), told(story, Array, size)
    words = ("it came to", "the size was", "the bytes at both ends were")
    for word, right, wrong in zip(words, expected, answer, strict=True):
        assert right == wrong, f"array of {size}, {what}: {word} {wrong}, and must be {right}"


# What the ownership and the leak probe repeat. Exceptions are dropped: counts must be right on those ways too.


def calls_set(Array, argument):
    """array.set(index, obj) leaves every count as it was"""
    Array(3).set(0, argument)


def calls_set_at(Array, item):
    """array.set(obj, value) leaves every count as it was"""
    Array(3).set(item, 0)


def calls_count(Array, argument):
    """array.count(obj) leaves every count as it was"""
    Array(10).count(argument)


def calls_extend(Array, argument):
    """array.extend(items) leaves nothing behind, when it raises too"""
    array = Array(1)
    array.extend(range(200))
    array.extend([1, 2, argument])


def check_set(Array, rng):
    """array.set(index, value) writes one byte"""
    for size in (1, 2, 300):
        for at in (
            0,
            1,
            size - 1,
            size,
            -1,
            -size,
            -size - 1,
            2**40,
            -(2**70),
            rng.randrange(size),
        ):
            for value in (0, 255, 256, -1, 2**70, "x", None):
                same(Array, size, f"set({at}, {value!r})", lambda array: array.set(at, value))


def check_count(Array):
    """array.count(value) counts"""
    for value in (0, 1, 0.0, None, "x", True):
        same(
            Array,
            5,
            f"count({value!r})",
            lambda array: (array.extend(b"\1\0\2\1"), array.count(value)),
        )


def check_extend(Array):
    """array.extend(items) puts them at the end, all or none"""
    for items in (b"", b"abc", [1, 2, 3], range(250), [1, 256], [1, "x"], 5, None):
        same(Array, 2, f"extend({items!r})", lambda array: array.extend(items))
    for number in (0, 1, 7, 3000):
        same(Array, 2, f"extend() of {number}", lambda array: array.extend(iter(bytes(number))))


def deeds():
    """Every size with every deed; the huge one only where its memory goes away."""
    return [(size, deed) for size in SIZES for deed in DEEDS if size < HUGE or "empties" in deed]


def check_asked_once(Array):
    """each object is asked once"""
    array = Array(3)
    at, value, items = (
        Trap(1, "does nothing", array),
        Trap(7, "does nothing", array),
        Asked([Trap(8, "does nothing", array)]),
    )
    array.set(at, value)
    array.extend(items)
    for what, times in (
        ("index", at.sprung),
        ("value", value.sprung),
        ("item", items.items[0].sprung),
    ):
        assert times == 1, f"the __index__ of the {what} was asked {times} times"
    assert items.asked == 1, f"the items were asked for an iterator {items.asked} times"


class Asked:
    """Items that count how often somebody wants to go through them."""

    def __init__(self, items):
        self.items, self.asked = items, 0

    def __iter__(self):
        self.asked += 1
        return iter(self.items)

    def __length_hint__(self):
        return len(self.items)


def check_index_changes(Array):
    """the __index__ of the index changes the array"""
    for size, deed in deeds():
        for at in (0, -1) if size == HUGE else (0, size - 1, -1, -size, 2):
            same(
                Array,
                size,
                f"an index that {deed}",
                lambda array: array.set(Trap(at, deed, array), 7),
            )


def check_value_changes(Array):
    """the __index__ of the value changes the array"""
    for size, deed in deeds():
        for at in (0, -1) if size == HUGE else (0, size - 1, -1, -size):
            same(
                Array,
                size,
                f"a value that {deed}",
                lambda array: array.set(at, Trap(7, deed, array)),
            )


def check_equal_changes(Array):
    """the __eq__ of the value changes the array"""
    for size, deed in deeds():
        same(Array, size, f"a value that {deed}", lambda array: array.count(Trap(0, deed, array)))


def check_item_changes(Array):
    """the items change the array on their way in"""
    for size, deed in deeds():
        what = f"an item that {deed}"
        same(Array, size, what, lambda array: array.extend([1, 2, Trap(3, deed, array), 4]))
        same(
            Array,
            size,
            what,
            lambda array: array.extend(value for value in (1, Trap(3, deed, array), 4)),
        )


def check_hint(Array):
    """the items announce a wrong number"""
    for hint in (0, 1, 5, 10**6, 2**62, -5, "x"):
        for number in (0, 4, 5000):
            what = f"{number} items that announce {hint!r}"
            same(Array, 3, what, lambda array: array.extend(Announced(bytes(number), hint)))
