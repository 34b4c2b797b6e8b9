"""What is believed of the learner: ability, difficulty, what practice brings, where to aim."""
