"""Whether this machine can do what the book asks, and the one next step where it cannot."""

from rustlab.doctor.examine import examine
from rustlab.doctor.finding import Finding
from rustlab.doctor.prepare import prepare

__all__ = ["Finding", "examine", "prepare"]
