"""From pixels back to what is there, without a look at the instance."""
