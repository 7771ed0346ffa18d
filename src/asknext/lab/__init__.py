"""The lab: experiments on strategies that a stranger can check: studies, their runs, replay, comparison and report."""
