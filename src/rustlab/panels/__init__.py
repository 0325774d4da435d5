"""Cards with buttons (ipywidgets); each has a twin in text, which `show.card` makes.

Without ipywidgets, or in a frontend that draws none, the twin says the same. Nothing here runs
while the kernel is busy: a click is handled between two cells.
"""

from __future__ import annotations

import ipywidgets as widgets

from rustlab.exercise.paper import Puzzle, Review
from rustlab.panels.acts import Acts, Told
from rustlab.panels.card import ExercisePanel
from rustlab.panels.order import OrderPanel
from rustlab.panels.predict import PredictPanel
from rustlab.panels.review import ReviewPanel
from rustlab.show.card import Card

__all__ = ["Acts", "ExercisePanel", "OrderPanel", "PredictPanel", "ReviewPanel", "Told", "of"]


def of(card: Card, acts: Acts, answer: str) -> widgets.Widget:
    """Return the panel of an exercise; `answer` is what stands in the learner's file."""
    paper = card.paper
    if paper is None:
        return ExercisePanel(card.exercise, acts)
    if isinstance(paper, Puzzle):
        return OrderPanel(card.exercise, acts, paper, card.mixed, answer)
    if isinstance(paper, Review):
        return ReviewPanel(card.exercise, acts, paper, answer)
    return PredictPanel(card.exercise, acts, paper, answer)
