"""Curves stay tellable apart: on light and dark ground, without colour, and for the colour-blind."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from asknext.report.palette import DARK, LIGHT, look, palette_css

# Machado, Oliveira and Fernandes 2009, severity 1
BLIND = {
    "none": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(light, 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("colours", "ground"), [(LIGHT, "#ffffff"), (DARK, "#14171b")])
def test_every_colour_stands_out_from_the_ground(colours: tuple[str, ...], ground: str) -> None:
    assert min(contrast(each, ground) for each in colours) >= 3


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_no_two_colours_are_alike_to_anybody(colours: tuple[str, ...], kind: str) -> None:
    seen = [lab(np.array(BLIND[kind]) @ linear(each)) for each in colours]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 14


def test_no_two_curves_look_alike() -> None:
    looks = [look(at) for at in range(60)]
    assert len(set(looks)) == 60


def test_the_page_has_every_colour_in_both_grounds() -> None:
    css = palette_css()
    assert all(each in css for each in (*LIGHT, *DARK))
