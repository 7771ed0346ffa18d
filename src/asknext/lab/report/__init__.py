"""Reports of studies: findings, the page, the figures as files, and their numbers as CSV."""

from asknext.lab.report.findings import Findings
from asknext.lab.report.findings_of import findings_of
from asknext.lab.report.report_page import report_page
from asknext.lab.report.write_report import WrittenReport, write_report

__all__ = ["Findings", "WrittenReport", "findings_of", "report_page", "write_report"]
