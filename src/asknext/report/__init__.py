"""Pages for people: figures and tables in one self-contained HTML file, with nothing to load from elsewhere."""

from asknext.report.chart import Series
from asknext.report.comparison import Comparison, Estimate, Rival, verdict
from asknext.report.simulation import simulation_page

__all__ = ["Comparison", "Estimate", "Rival", "Series", "simulation_page", "verdict"]
