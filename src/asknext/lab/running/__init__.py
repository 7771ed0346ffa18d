"""A study run on all cores, each cell in a process of its own, stopped and resumed at any point."""

from asknext.lab.running.progress import Failure, Progress, RunningCell
from asknext.lab.running.study_run import RunSummary, resume_study, run_study

__all__ = ["Failure", "Progress", "RunSummary", "RunningCell", "resume_study", "run_study"]
