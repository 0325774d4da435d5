"""`rustlab doctor`: what this machine has, and the one next step for what it lacks."""

from __future__ import annotations

import argparse
import dataclasses

from rustlab.cli import here


def doctor(args: argparse.Namespace) -> int:
    """Print the findings; 0 when nothing is missing, else 2: the machine cannot."""
    from rustlab import doctor as room
    from rustlab.show.text import doctor_text

    findings = room.examine()
    ready = all(finding.ok is not False for finding in findings)
    if args.json:
        here.say_json({"ready": ready, "findings": [dataclasses.asdict(f) for f in findings]})
    else:
        print(doctor_text(findings))
    return 0 if ready else 2
