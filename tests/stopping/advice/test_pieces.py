"""All advice together: in one order, as JSON, never two pieces that pull apart."""

from __future__ import annotations

import json

from asknext.stopping import Round
from asknext.stopping.advice import ACT, FINE, BatchLook, Line, Picture, Piece, Situation, advice_pieces

from .test_contradicting import rounds_with


def easy(rounds):
    look = BatchLook(20, 100, 0.1, 0.1, 0.01, 0.2, 20, 19, 200, 120)
    return [Round(each.labels, predictions=each.predictions, look=look) for each in rounds]


def test_easier_comes_before_harder():
    pieces = advice_pieces(easy(rounds_with([0.15] * 6)), Situation("random", ways={"easier": "a", "harder": "b"}))
    verdicts = {each.name: each.verdict for each in pieces}
    assert verdicts == {"independent_set": ACT, "exploration": FINE, "contradiction": ACT, "agreement": FINE}
    assert list(verdicts) == ["independent_set", "exploration", "contradiction", "agreement"]


def test_nothing_is_known_at_the_start_and_all_of_it_is_json():
    pieces = advice_pieces([], Situation("margin", draws=True))
    assert [each.verdict for each in pieces] == ["early"] * 4
    for piece in pieces:
        assert json.loads(json.dumps(piece.as_dict(), allow_nan=False))["sentence"] == piece.sentence


def test_long_curves_are_thinned_and_end_with_the_newest_point():
    line = Line("a", tuple(range(500)), (*map(float, range(499)), float("nan")))
    plain = Piece("exploration", FINE, "", picture=Picture("", "", "", (line,))).as_dict()["picture"]["lines"][0]
    assert len(plain["x"]) == len(plain["y"]) <= 60
    assert plain["x"][-1] == 499
    assert plain["y"][-1] is None
