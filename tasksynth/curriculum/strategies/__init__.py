"""The strategies, one file each (or one for each idea), found by name through `strategy.get`."""
