"""Which task next: a scheduler that is asked for tickets and told what became of them.

`Scheduler` owns the ledger and the journal; strategies are pure functions over data.
"""
