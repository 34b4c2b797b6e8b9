"""Where the tasks of an adapter come from: an exported folder, or a run and its terms."""
