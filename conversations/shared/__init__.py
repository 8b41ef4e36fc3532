"""What several areas need: kinds of answers, shared forms, buttons that lead to another area."""
