"""Job shops: what an order takes, the best of all orders, and rules of thumb."""
