"""The provider's desk, shown beside the chat: `/desk/...` is passed on to the provider sandbox."""

import aiohttp
from aiohttp import web
from yarl import URL

from sandbox.chat.botapi import answer

# Headers that belong to one connection.
HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "host"}
HOP |= {"content-length", "content-encoding", "proxy-authenticate", "proxy-authorization"}


class Desk:
    """A proxy to `url`, or 404 without one."""

    def __init__(self, url: str | None) -> None:
        self.url = url.rstrip("/") if url else None
        self.session: aiohttp.ClientSession | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Pass one request on, its body as it streams in, the answer as it streams out."""
        if self.url is None:
            return answer({"error": "no desk: start with --desk-url"}, 404)
        if self.session is None:
            self.session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=10), auto_decompress=True
            )
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP}
        target = URL(self.url + request.raw_path, encoded=True)
        body = request.content if request.can_read_body else None
        try:
            async with self.session.request(
                request.method, target, headers=headers, data=body, allow_redirects=False
            ) as upstream:
                return await _copy(request, upstream)
        except aiohttp.ClientError as problem:
            return answer({"error": f"the desk does not answer: {problem}"}, 502)

    async def close(self) -> None:
        """End the connections."""
        if self.session is not None:
            await self.session.close()


async def _copy(request: web.Request, upstream: aiohttp.ClientResponse) -> web.StreamResponse:
    kept = {k: v for k, v in upstream.headers.items() if k.lower() not in HOP}
    response = web.StreamResponse(status=upstream.status, headers=kept)
    await response.prepare(request)
    async for chunk in upstream.content.iter_any():
        await response.write(chunk)
    await response.write_eof()
    return response
