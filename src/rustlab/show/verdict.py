"""The verdict and the statement of an exercise -> HTML; its plain text is in `show.text`."""

from __future__ import annotations

from html import escape

from rustlab.exercise.exercise import CheckResult, Verdict
from rustlab.show import text
from rustlab.show.html import box, heading, hint, inline


def verdict_html(verdict: Verdict, title: str = "") -> str:
    """Outcome, one line a check, what was misunderstood, the next hint."""
    passed = verdict.outcome == "passed"
    name = f"{verdict.exercise} {title}".strip()
    said = f"{name}: {text.OUTCOMES[verdict.outcome]}"
    parts = [heading(said, "rl-head-ok" if passed else "rl-head-bad")]
    checks = "".join(_check(c) for c in verdict.checks)
    parts.append(f'<ul class="rl-list">{checks}</ul>' if checks else "")
    parts.append(_misconception(verdict))
    parts.append(hint(verdict.next_hint) if verdict.next_hint else "")
    return box("".join(parts), kind="rl-ok" if passed else "rl-bad", label=said)


def _check(check: CheckResult) -> str:
    kind = "rl-head-ok" if check.outcome == "passed" else "rl-head-bad"
    kind = "rl-muted" if check.outcome == "not_run" else kind
    message = f"<br>{inline(check.message)}" if check.message else ""
    mark = text.MARKS[check.outcome]
    return f'<li><strong class="{kind}">{mark}</strong> {inline(check.name)}{message}</li>'


def _misconception(verdict: Verdict) -> str:
    found = verdict.misconception
    if found is None:
        return ""
    link = f' <a href="{escape(found.link)}">read on</a>' if found.link else ""
    *thought, holds = map(inline, text.contrast(found))
    return "".join(f"<p><em>{line}</em></p>" for line in thought) + f"<p>{holds}{link}</p>"
