"""A study run on all cores, each cell in a process of its own, stopped and resumed at any point."""

from asknext.lab.running.forecasting import Forecast, forecast
from asknext.lab.running.progress import Failure, Progress, RunningCell
from asknext.lab.running.study_run import RunSummary, open_cells, resume_study, run_study

__all__ = [
    "Failure",
    "Forecast",
    "Progress",
    "RunSummary",
    "RunningCell",
    "forecast",
    "open_cells",
    "resume_study",
    "run_study",
]
