"""What can be put around any strategy: each changes what is asked, none what the other learns."""
