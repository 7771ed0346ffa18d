"""How typical of the pool each item is; made to be combined with an informative score."""

from __future__ import annotations

from asknext.strategies.density.graph_density import GraphDensity
from asknext.strategies.density.information_density import InformationDensity
from asknext.strategies.density.kde import KDE
from asknext.strategies.density.kmeans_density import KMeansDensity
from asknext.strategies.density.knn_density import KNNDensity
from asknext.strategies.density.mmd import MMD

__all__ = [
    "KDE",
    "MMD",
    "GraphDensity",
    "InformationDensity",
    "KMeansDensity",
    "KNNDensity",
]
