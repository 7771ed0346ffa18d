"""The inverse power law ``a - b * n**-c`` that learning curves follow (Cortes et al. 1993; Figueroa et al. 2012)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["PowerLaw", "fit_power_law"]

Floats = npt.NDArray[np.float64]
_EXPONENTS = np.geomspace(0.1, 2.0, 40)
_USUAL, _SPREAD = 0.5, 0.5


@dataclass(frozen=True)
class PowerLaw:
    """Curves ``plateau - drop * labels**-exponent``, one an entry; all (B,) float64, ``drop`` >= 0."""

    plateau: Floats
    drop: Floats
    exponent: Floats

    def at(self, labels: npt.ArrayLike) -> Floats:
        """(B, R) heights of each curve at ``labels`` (R,)."""
        n = np.asarray(labels, dtype=np.float64)
        return np.asarray(self.plateau[:, None] - self.drop[:, None] * n[None, :] ** -self.exponent[:, None])

    def reaches(self, target: npt.ArrayLike) -> Floats:
        """(B,) labels at which each curve reaches its ``target`` (scalar or (B,)); inf where its plateau is lower."""
        room = self.plateau - np.asarray(target, dtype=np.float64)
        with np.errstate(divide="ignore", over="ignore"):
            ratio = np.where(room > 0, self.drop / np.where(room > 0, room, 1.0), np.inf)
            return np.asarray(ratio ** (1 / self.exponent))


def fit_power_law(labels: npt.ArrayLike, scores: npt.ArrayLike, best: float = 1.0) -> PowerLaw:
    """Weighted least squares, later points weighing more (weight proportional to labels; Figueroa et al. 2012).

    Parameters
    ----------
    labels : (R,) numbers of labels, R >= 3.
    scores : (B, R) or (R,) heights, greater = better.
    best : no plateau lies above it.

    For each exponent on a grid the rest is linear, so many curves are fitted at once and no start is needed. The
    exponent is drawn gently towards 0.5, without which a few noisy points say anything.
    """
    n, table = np.asarray(labels, dtype=np.float64), np.atleast_2d(np.asarray(scores, dtype=np.float64))
    weights = n / n.sum()
    fits = [_linear(n**-c, table, weights, best) for c in _EXPONENTS]
    errors = np.stack([error for _, _, error in fits])
    noise = np.maximum(errors.min(axis=0), 1e-12) / max(len(n) - 3, 1)
    pull = (np.log(_EXPONENTS / _USUAL) / _SPREAD) ** 2
    chosen = (errors + pull[:, None] * noise).argmin(axis=0)
    rows = np.arange(len(table))
    plateaus, drops = np.stack([fit[0] for fit in fits]), np.stack([fit[1] for fit in fits])
    return PowerLaw(plateaus[chosen, rows], drops[chosen, rows], _EXPONENTS[chosen])


def _linear(x: Floats, table: Floats, weights: Floats, best: float) -> tuple[Floats, Floats, Floats]:
    """Plateau, drop and weighted squared error (each (B,)) of ``plateau - drop * x``, held to their bounds."""
    centre, means = x @ weights, table @ weights
    spread = ((x - centre) ** 2) @ weights
    drop = np.maximum(-((table - means[:, None]) * (x - centre)) @ weights / max(float(spread), 1e-300), 0.0)
    plateau = means + drop * centre
    over = plateau > best
    pinned = ((best - table) * x) @ weights / ((x * x) @ weights)
    drop, plateau = np.where(over, np.maximum(pinned, 0.0), drop), np.where(over, best, plateau)
    error = ((table - plateau[:, None] + drop[:, None] * x) ** 2) @ weights
    return plateau, drop, error
