"""The data sets: on one half bounds were chosen, on the other they are confirmed."""

from __future__ import annotations

__all__ = ["CHOSEN_ON", "CONFIRMED_ON", "NOISY"]

CHOSEN_ON = ("digits", "sms_spam", "ag_news", "segment", "phishing", "vehicle", "tweets")
CONFIRMED_ON = ("docs_issues", "cifar10", "fashion_mnist", "spoken_digits", "wall_robot", "spambase", "german")
NOISY = ("digits", "segment", "fashion_mnist", "spambase")
