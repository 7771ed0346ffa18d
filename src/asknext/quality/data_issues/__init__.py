"""What is wrong with the items rather than with a label: duplicates, ambiguity, outliers, order, groups, balance."""

from asknext.quality.data_issues.ambiguity import Ambiguity, ambiguity
from asknext.quality.data_issues.class_balance import ClassBalance, class_balance, running_shares
from asknext.quality.data_issues.conflicting_duplicates import ConflictingPairs, conflicting_duplicates
from asknext.quality.data_issues.groups import GroupIssues, group_issues
from asknext.quality.data_issues.nearby import Nearby, nearby
from asknext.quality.data_issues.order_of_items import OrderTest, order_test
from asknext.quality.data_issues.outliers import Outliers, outliers

__all__ = [
    "Ambiguity",
    "ClassBalance",
    "ConflictingPairs",
    "GroupIssues",
    "Nearby",
    "OrderTest",
    "Outliers",
    "ambiguity",
    "class_balance",
    "conflicting_duplicates",
    "group_issues",
    "nearby",
    "order_test",
    "outliers",
    "running_shares",
]
