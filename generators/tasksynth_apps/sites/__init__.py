"""Websites: what they hold is a device's apps; pages, forms, a cart, and a browser to use them."""
