"""`python -m rustlab` is the command `rustlab`."""

from __future__ import annotations

import sys

from rustlab.cli import main

sys.exit(main())
