"""Transcripts: what subscribers do, what they see, and what the provider received."""
