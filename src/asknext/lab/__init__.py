"""The lab: experiments on strategies that a stranger can check: studies, their runs, replay, comparison and report."""

from asknext.lab.compare import compare
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.replay import replay
from asknext.lab.replay_rule import replay_rule
from asknext.lab.report import write_report
from asknext.lab.run_store import CellRecord, Pruned, RunStore, StoredRound, prune
from asknext.lab.running import Failure, Progress, RunSummary, resume_study, run_study
from asknext.lab.study import Cell, LoadedStudy, Study, load_study, read_study

__all__ = [
    "Cell",
    "CellRecord",
    "DataSet",
    "Failure",
    "LoadedStudy",
    "Progress",
    "Pruned",
    "RunStore",
    "RunSummary",
    "StoredRound",
    "Study",
    "compare",
    "load_study",
    "prune",
    "read_study",
    "replay",
    "replay_rule",
    "resume_study",
    "run_study",
    "write_report",
]
