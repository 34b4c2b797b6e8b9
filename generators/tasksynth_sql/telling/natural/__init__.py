"""The register `natural`: what an annotator writes, and every query that it may mean."""
