"""Films of things that drift, bounce and pass behind boards, and what is said of one of them."""
