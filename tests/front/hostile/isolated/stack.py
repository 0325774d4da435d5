import ctypes
import sys

sys.setrecursionlimit(10**9)


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
def deeper(n):
    return deeper(n + 1)


deeper(0)
