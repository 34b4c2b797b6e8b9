"""Reading programs out of replies, and running them where they can harm nobody."""
