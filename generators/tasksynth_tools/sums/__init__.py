"""Problems that want a program: what they ask, what it is, and programs that find it."""
