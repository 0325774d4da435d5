"""Cargo.lock of a scratch crate: what it needs of the kit's own lock, and itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any


def lock_for(name: str, dependencies: tuple[str, ...], lock: str) -> str:
    """The lock from which `cargo --offline` builds the crate `name` without resolving anew.

    Only what can be reached from `dependencies` is taken over.
    """
    kit = tomllib.loads(lock)
    packages = kit.get("package", [])
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for package in packages:
        by_name.setdefault(package["name"], []).append(package)
    needed: dict[tuple[str, str], Mapping[str, Any]] = {}
    waiting = list(dependencies)
    while waiting:
        for package in _named(waiting.pop(), by_name):
            if (package["name"], package["version"]) not in needed:
                needed[package["name"], package["version"]] = package
                waiting.extend(package.get("dependencies", ()))
    own = {"name": name, "version": "0.0.0", "dependencies": sorted(dependencies)}
    entries = sorted((*needed.values(), own), key=lambda p: (p["name"], p["version"]))
    return f"version = {kit['version']}\n\n" + "\n".join(_entry(package) for package in entries)


def _named(
    reference: str, by_name: Mapping[str, list[Mapping[str, Any]]]
) -> list[Mapping[str, Any]]:
    """`syn`, or `syn 2.0.1` where the lock holds more than one."""
    name, _, version = reference.partition(" ")
    version = version.partition(" ")[0]
    return [p for p in by_name.get(name, []) if version in ("", p["version"])]


def _entry(package: Mapping[str, Any]) -> str:
    lines = ["[[package]]"]
    lines += [
        f'{key} = "{package[key]}"'
        for key in ("name", "version", "source", "checksum")
        if key in package
    ]
    if package.get("dependencies"):
        lines += ["dependencies = [", *(f' "{one}",' for one in package["dependencies"]), "]"]
    return "\n".join(lines) + "\n"
