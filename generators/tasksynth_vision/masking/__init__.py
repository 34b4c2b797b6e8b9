"""Pictures with a part masked: what it hides is known, so what is put there can be judged."""
