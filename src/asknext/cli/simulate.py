"""stub"""


def simulate() -> None:
    """stub"""
