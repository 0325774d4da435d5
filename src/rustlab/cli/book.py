"""`rustlab book …`: the commands of the book's own room."""

from __future__ import annotations

import argparse

from rustlab.book import command


def test(args: argparse.Namespace) -> int:
    """Run pages and compare."""
    return command.test(
        args.pages, jobs=args.jobs, junit=args.junit, as_json=args.json, python=args.python
    )


test.__test__ = False  # type: ignore[attr-defined]


def facts(args: argparse.Namespace) -> int:
    """List what has grown old."""
    return command.facts(args.months, as_json=args.json)


def build(args: argparse.Namespace) -> int:
    """Make the site."""
    return command.build(args.out)


def bless(args: argparse.Namespace) -> int:
    """Renew expected outputs."""
    return command.bless(
        args.pages,
        accept_fewer_assertions=args.accept_fewer_assertions,
        when=args.when,
        python=args.python,
    )
