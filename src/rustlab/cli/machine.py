"""`rustlab doctor`: what this machine has, and the one next step for what it lacks."""

from __future__ import annotations

import argparse
import dataclasses
import sys

from rustlab.cli import here


def doctor(args: argparse.Namespace) -> int:
    """Print the findings; 0 when nothing is missing, else 2: the machine cannot."""
    from rustlab import doctor as room

    if args.fetch:
        return fetch()
    findings = room.examine()
    ready = all(finding.ok is not False for finding in findings)
    if args.json:
        here.say_json({"ready": ready, "findings": [dataclasses.asdict(f) for f in findings]})
    else:
        from rustlab.show.doctor import doctor_text

        print(doctor_text(findings))
    return 0 if ready else 2


def fetch() -> int:
    """Fetch and build the crates, steps on standard error; 0, or 2 when the machine cannot."""
    from rustlab.doctor import prepare

    seen: set[str] = set()

    def tell(step: str) -> None:
        if step not in seen:
            seen.add(step)
            print(step, file=sys.stderr, flush=True)

    build = prepare(on_progress=lambda progress: tell(progress.step))
    if build.ok:
        print("the crates are here and built: no cell needs the network from now on")
        return 0
    print(f"error: {build.message}\n\nhint: {build.hint}", file=sys.stderr)
    return 2
