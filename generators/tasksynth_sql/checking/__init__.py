"""What generated tasks are held to by an audit."""
