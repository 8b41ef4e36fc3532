"""What the engine promises, tried against crashes, faults, floods and strangers."""
