"""The machine: tables, the calls that read and change them, and what stands in their way."""
