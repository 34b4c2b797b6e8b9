"""Does a model learn from these tasks, and does the curriculum matter?"""
