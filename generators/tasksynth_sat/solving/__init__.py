"""What solvers and proof checkers say of a formula."""
