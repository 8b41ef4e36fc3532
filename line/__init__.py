"""What a line means: the provider's records in the subscriber's terms, shared by the areas.

`funds`: the money and the state in words. `route` and `callflow`: what happens to a call, and the
sentence that says so; `preview`: the same before a change. `forwarding`: modes and recipes;
`snapshot`: the way back. `periods`: hours of numbers. `numbers` and `until`: what people type.
"""
