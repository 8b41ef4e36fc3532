async def test_try(world, stranger, desk):
    row = await desk.account("alice")
    for move in ("/start", "alice", row["password"], "/menu", "balance", "nonsense"):
        await stranger.say(move)
    print(await stranger.screen())
