"""The sandbox's command line: each of the two servers alone."""

import click

from sandbox.chat.cli import chat
from sandbox.provider.cli import provider


@click.group()
def main() -> None:
    """Real servers to run a self-care bot against: a telephony provider and a messenger."""


main.add_command(provider)
main.add_command(chat)

if __name__ == "__main__":
    main()
