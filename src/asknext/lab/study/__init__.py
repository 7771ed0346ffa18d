"""What is to be tried: a `Study` from a YAML file or from Python, checked whole, and the cells that it expands to."""

from asknext.lab.study.cell import Cell
from asknext.lab.study.loaded_study import LoadedStudy, load_study
from asknext.lab.study.study import Study
from asknext.lab.study.study_file import read_study

__all__ = ["Cell", "LoadedStudy", "Study", "load_study", "read_study"]
