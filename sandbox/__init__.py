"""Real HTTP servers for demo and tests: the embedded provider and the local chat.

Nothing here imports the product, and the product imports nothing from here.
"""
