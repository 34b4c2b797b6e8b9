"""Whether an environment's rewards can be trusted: attacks and measurements, in one report.

Everything that a family does is done in workers that can be killed, ours or somebody else's: what
hangs, crashes or breaks is a finding, and costs nothing else.
"""

from tasksynth.audit.datasets import audit_files
from tasksynth.audit.findings import CHECKS, AuditReport, Finding, Level
from tasksynth.audit.run import audit

__all__ = ["CHECKS", "AuditReport", "Finding", "Level", "audit", "audit_files"]
