"""A golden: the expected outputs of one page, an entry for every code cell in order, as YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rustlab.book.condition import Facts, holds
from rustlab.book.outputs import Output
from rustlab.errors import BookError

RENEW = "renew it with `rustlab book bless`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Other outputs where `when` holds."""

    when: str
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one cell must say."""

    key: str
    cell: str  # the first line of the source, for the reader of the file
    asserts: tuple[str, ...] = ()  # the assertions of the cell: one that goes is noticed
    outputs: tuple[Output, ...] = ()
    variants: tuple[Variant, ...] = ()

    def expected(self, facts: Facts) -> tuple[Output, ...]:
        """The outputs for this interpreter: the first variant that holds, else the common ones."""
        return next((v.outputs for v in self.variants if holds(v.when, facts)), self.outputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """The entries of one page in the order of its cells; none before the first bless."""

    page: str
    entries: tuple[Entry, ...] = ()

    def entry(self, key: str) -> Entry | None:
        """The entry of one cell."""
        return next((entry for entry in self.entries if entry.key == key), None)


def load(path: Path, page: str) -> Golden:
    """Read a golden; one that is not there yet has no entries. Raises BookError."""
    if not path.is_file():
        return Golden(page=page)
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries = tuple(_entry(key, value) for key, value in data["cells"].items())
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise BookError(f"the golden `{path}` cannot be read: {error!r}", hint=RENEW) from None
    if data.get("schema") != 1 or data.get("page") != page:
        raise BookError(f"the golden `{path}` is not schema 1 of the page `{page}`", hint=RENEW)
    return Golden(page=page, entries=entries)


def _entry(key: str, value: Mapping[str, Any]) -> Entry:
    unknown = set(value) - {"cell", "asserts", "outputs", "variants"}
    if unknown:
        raise ValueError(f"unknown key {min(unknown)!r} in the entry {key}")
    return Entry(
        key=str(key),
        cell=value["cell"],
        asserts=tuple(value.get("asserts", ())),
        outputs=tuple(value["outputs"]),
        variants=tuple(
            Variant(when=v["when"], outputs=tuple(v["outputs"])) for v in value.get("variants", ())
        ),
    )


def dump(golden: Golden) -> str:
    """The text of a golden; the same golden gives the same bytes."""
    cells = {entry.key: _plain(entry) for entry in golden.entries}
    return yaml.dump(
        {"schema": 1, "page": golden.page, "cells": cells},
        Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000,
    )  # fmt: skip


def _plain(entry: Entry) -> dict[str, Any]:
    variants = [{"when": v.when, "outputs": _lists(v.outputs)} for v in entry.variants]
    return {
        "cell": entry.cell,
        **({"asserts": list(entry.asserts)} if entry.asserts else {}),
        "outputs": _lists(entry.outputs),
        **({"variants": variants} if variants else {}),
    }


def _lists(outputs: Sequence[Output]) -> list[Any]:
    return [dict(output) for output in outputs]


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, so that a review reads them; no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # PyYAML's signature
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
