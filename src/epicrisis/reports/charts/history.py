"""How the search went: every candidate's value, and the best so far."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean

from epicrisis.reports.charts.svg import WIDTH, Drawing, nice_ticks, text_width
from epicrisis.reports.wording import Wording
from epicrisis.training.result import SearchFacts, TrialRecord

LEFT, RIGHT, TOP, BOTTOM = 46.0, 20.0, 34.0, 262.0


@dataclass(frozen=True)
class History:
    """Numbers and values of the complete candidates, the best so far after each, and the numbers of the others.

    Parameters
    ----------
    unfinished : list of int
        Numbers of the pruned and the failed candidates.
    partial : dict of int to float
        Of the pruned ones, the mean of the folds that each had.
    """

    numbers: list[int]
    values: list[float]
    best: list[float]
    unfinished: list[int]
    best_at: int
    partial: dict[int, float]


def gather_history(trials: list[TrialRecord], search: SearchFacts) -> History | None:
    """Return the search in the order of its candidates; None if none was completed."""
    ordered = sorted(trials, key=lambda trial: trial.number)
    done = [
        (trial.number, trial.value)
        for trial in ordered
        if trial.state == "complete" and trial.value is not None and math.isfinite(trial.value)
    ]
    if not done:
        return None
    better = max if search.direction == "maximize" else min
    best: list[float] = []
    for _, value in done:
        best.append(better(best[-1], value) if best else value)
    finished = {number for number, _ in done}
    return History(
        [number for number, _ in done],
        [value for _, value in done],
        best,
        [trial.number for trial in ordered if trial.number not in finished],
        better(done, key=lambda one: one[1])[0],
        {trial.number: fmean(trial.folds) for trial in ordered if trial.state == "pruned" and trial.folds},
    )


def draw_history(history: History, metric_title: str, words: Wording) -> Drawing:
    """Draw a dot for each candidate and the best so far as a stair."""
    drawing = Drawing(
        "figure-search",
        words.say("Search history: {metric} of each candidate", metric=metric_title),
        words.say(
            "A dot for each candidate's cross-validated value, before calibration and decision; the line is the best "
            "so far. The best of all is candidate {number}. A cross off the scale stands at its edge.",
            number=history.best_at,
        ),
        BOTTOM + 44,
    )
    last = max([*history.numbers, *history.unfinished, 1])
    ticks = nice_ticks(min(history.values), max(history.values))

    def place(number: int, value: float) -> tuple[float, float]:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return LEFT + number / last * (WIDTH - LEFT - RIGHT), BOTTOM - share * (BOTTOM - TOP)

    _draw_frame(drawing, ticks, last, words)
    stair: list[tuple[float, float]] = []
    for number, best in zip(history.numbers, history.best, strict=True):
        x, y = place(number, best)
        stair += [(x, stair[-1][1]), (x, y)] if stair else [(x, y)]
    drawing.path([*stair, (WIDTH - RIGHT, stair[-1][1])], "stair")
    for number, value in zip(history.numbers, history.values, strict=True):
        x, y = place(number, value)
        look = "accent" if number == history.best_at else "dot"
        drawing.circle(x, y, 5.5 if number == history.best_at else 3.5, look, hint=f"{number}: {words.score(value)}")
    for number in history.unfinished:
        # One far off the others stands at the edge, so that these are not pressed together.
        x, y = place(number, min(max(history.partial.get(number, ticks[0]), ticks[0]), ticks[-1]))
        drawing.path([(x - 3, y - 3), (x + 3, y + 3)], "cross")
        drawing.path([(x - 3, y + 3), (x + 3, y - 3)], "cross")
    return drawing


def _draw_frame(drawing: Drawing, ticks: list[float], last: int, words: Wording) -> None:
    second = LEFT + 16 + text_width(words.say("Candidate"), 12) + 20
    third = second + 32 + text_width(words.say("Best so far"), 12) + 20
    drawing.circle(LEFT + 6, 12, 3.5, "dot")
    drawing.text(LEFT + 16, 16, words.say("Candidate"), "small")
    drawing.path([(second, 12), (second + 24, 12)], "stair")
    drawing.text(second + 32, 16, words.say("Best so far"), "small")
    drawing.text(third, 16, words.say("× Pruned, at the mean of its folds, or failed"), "small")
    for tick in ticks:
        y = BOTTOM - (tick - ticks[0]) / (ticks[-1] - ticks[0]) * (BOTTOM - TOP)
        drawing.line(LEFT, y, WIDTH - RIGHT, y, "grid")
        drawing.text(LEFT - 10, y + 4, words.tick(tick), "small", anchor="end")
    whole = [tick for tick in nice_ticks(0, last, 8) if tick == int(tick) and tick <= last]
    for tick in whole:
        drawing.text(
            LEFT + tick / last * (WIDTH - LEFT - RIGHT), BOTTOM + 20, words.tick(tick), "small", anchor="middle"
        )
    drawing.text(WIDTH - RIGHT, BOTTOM + 38, words.say("Candidate number"), "small", anchor="end")
