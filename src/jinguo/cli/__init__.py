"""The `jinguo` command. Each module of this package holds the sub-commands of one room.

Exit codes: 0 good, 1 findings, 2 unusable input or wrong use, 130 cancelled.
"""

from __future__ import annotations

import importlib
import sys

import click

_COMMANDS = {
    # sub-command: module that defines a click command of that name with dashes as underscores
    "serve": "server",
    "worker": "server",
    "migrate": "server",
    "found": "founding",
    "account": "account",
    "sweep-files": "server",
    "read-id": "standards",
    "count-words": "standards",
    "workdays": "standards",
    "sort-names": "standards",
    "check-material": "materials",
    "score": "score",
    "count-ballots": "ballots",
    "demo": "demo",
    "keys": "keys",
    "audit": "audit",
    "bench": "bench",
    "affinity": "expertise",
    "conflicts": "expertise",
    "assess": "assess",
    "assign": "assign",
    "decide": "decide",
    "replay": "decide",
    "what-if": "decide",
    "read-notice": "notices",
    "import-people": "people",
    "link": "linkage",
    "exchange": "exchange",
    "tiers": "tiers",
    "match": "matching",
}


class _Lazy(click.Group):
    """Imports a sub-command's module only when that sub-command is asked for: `jinguo --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"jinguo.cli.{_COMMANDS[cmd_name]}")
        return getattr(module, cmd_name.replace("-", "_"))


class Unusable(click.ClickException):
    """The input cannot be used. One line on stderr, exit code 2."""

    exit_code = 2


@click.command(cls=_Lazy)
@click.version_option(package_name="jinguo")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
@click.pass_context
def group(ctx: click.Context, debug: bool) -> None:
    """Jinguo (巾帼): selections, review and paperwork for women in science and technology."""
    ctx.obj = {"debug": debug}


def main() -> None:
    """Run the command and leave with the exit code that `contracts` promise."""
    debug = "--debug" in sys.argv
    try:
        code = group.main(standalone_mode=False, prog_name="jinguo")
    except click.exceptions.Abort:
        code = 130
    except KeyboardInterrupt:
        code = 130
    except click.ClickException as problem:
        click.echo(f"jinguo: {problem.format_message()}", err=True)
        code = 2
    except Exception as problem:
        if debug:
            raise
        click.echo(f"jinguo: {type(problem).__name__}: {problem}", err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
