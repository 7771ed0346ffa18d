"""What annotators are told: Markdown made into markup that can do no harm, and its versions."""

from __future__ import annotations
