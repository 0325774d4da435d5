taken = b"x" * (10 << 30)
