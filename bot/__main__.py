"""The command line: `python -m bot COMMAND`."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any, cast

from bot.arguments import build_parser
from bot.clock import Clock
from bot.config import Settings, WrongSetting, read_settings
from bot.loop import run_loop

NO_TOKEN = "0:none-is-needed"  # noqa: S105  (nothing is asked of Telegram)
SPARED = ("rich", "httpx._main")  # colours for structlog, and httpx's command line, where a machine has them


def main(words: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    _spare()
    options = build_parser(RUNS).parse_args(words)
    try:
        outcome: int | None = options.run(options)
    except WrongSetting as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return outcome or 0


def _spare() -> None:
    """Load fast: without looking again and again for garbage among what stays, and without what nobody sees."""
    gc.set_threshold(50_000, 20, 50)
    for name in SPARED:
        cast("dict[str, Any]", sys.modules).setdefault(name, None)  # whoever tries to import it does without


def _sandbox(options: argparse.Namespace) -> None:
    from bot.logs import set_up_logs
    from bot.sandbox import run_sandbox
    from bot.sandbox_clock import TOKEN
    from sandbox.server import Unsafe

    if os.environ.get("BOT_TOKEN", TOKEN) != TOKEN:
        raise WrongSetting("BOT_TOKEN is set: the sandbox starts only without a real token; unset it")
    set_up_logs("warning", TOKEN)
    try:
        run_loop(run_sandbox(options.port, options.data, fresh=options.fresh))
    except (Unsafe, OSError) as error:
        raise WrongSetting(str(error)) from None


def _scaled(options: argparse.Namespace) -> None:
    from bot.scaled import run_scaled

    try:
        run_scaled(options.port, options.data, fresh=options.fresh)
    except (OSError, RuntimeError) as error:
        raise WrongSetting(str(error)) from None


def _settings() -> Settings:
    """The settings of a process that talks to Telegram."""
    return _logged(read_settings())


def _settings_of_the_desk() -> Settings:
    """The settings of a command that only looks into the database and the files: it needs no token."""
    given = {} if os.environ.get("BOT_TOKEN") else {"bot_token": NO_TOKEN}
    return _logged(read_settings(**given))


def _logged(settings: Settings) -> Settings:
    from bot.logs import set_up_logs

    set_up_logs(settings.log_level, settings.token)
    return settings


def _run(_options: argparse.Namespace) -> None:
    from bot.app import run

    run_loop(run(_settings()))


def _at_work(work: Callable[..., Coroutine[Any, Any, Any]], settings: Settings) -> None:
    from bot.edge import bring_up
    from bot.work import open_desk

    async def inside() -> None:
        await bring_up(settings.database)
        async with open_desk(settings, await _clock(settings)) as desk:
            await work(desk)

    run_loop(inside())


def _with_desk(work: Callable[..., Coroutine[Any, Any, Any]], settings: Settings) -> Any:
    """Run a command beside the processes, which are left as they are."""
    from bot.edge import check_schema
    from bot.work import open_look

    async def inside() -> Any:
        await check_schema(settings.database)
        async with open_look(settings, await _clock(settings)) as desk:
            return await work(desk)

    return run_loop(inside())


async def _clock(settings: Settings) -> Clock:
    from bot.sandbox_clock import is_here, read_clock

    return await read_clock(settings.bot_api_url) if is_here(settings) else Clock()


def _web(_options: argparse.Namespace) -> None:
    from bot.work import serve_web

    settings = _settings()
    if not settings.webhook_url:
        raise WrongSetting("WEBHOOK_URL is missing: the web process is where Telegram delivers updates")
    _at_work(lambda desk: serve_web(settings, desk, None), settings)


def _worker(_options: argparse.Namespace) -> None:
    from bot.work import serve_worker

    settings = _settings()
    _at_work(lambda desk: serve_worker(settings, desk), settings)


def _migrate(_options: argparse.Namespace) -> None:
    from bot.edge import bring_up
    from db.revision import current

    settings = _settings_of_the_desk()
    run_loop(bring_up(settings.database))
    print(f"The database is at revision {current(settings.database)}.")


def _backup(options: argparse.Namespace) -> None:
    from bot.operator_database import make_backup

    settings = _settings_of_the_desk()

    async def inside() -> list[str]:
        return await make_backup(settings.database, await _clock(settings), options.file)

    print(*run_loop(inside()), sep="\n")


def _restore(options: argparse.Namespace) -> None:
    from bot.edge import bring_up
    from bot.operator_database import bring_back

    settings = _settings_of_the_desk()

    async def inside() -> list[str]:
        lines = await bring_back(settings.database, await _clock(settings), options.file, options.yes)
        await bring_up(settings.database)
        return lines

    print(*run_loop(inside()), sep="\n")


def _release(options: argparse.Namespace) -> None:
    from bot.operator_database import release

    print(*_with_desk(lambda desk: release(desk, options.drop, options.dry_run), _settings_of_the_desk()), sep="\n")


def _import(options: argparse.Namespace) -> int:
    from bot.operator import import_file

    settings = _settings_of_the_desk()
    faults, count = _with_desk(lambda desk: import_file(desk, options.what, options.file, options.dry_run), settings)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults: nothing was imported.")
        return 1
    print(f"{count} {options.what} {'are fine' if options.dry_run else 'imported'}.")
    return 0


def _check(options: argparse.Namespace) -> int:
    if options.what in {"dates", "plain"}:
        return {"dates": _check_dates, "plain": _check_plain}[options.what]()
    if options.what == "content":
        from content.checks import content_faults

        faults = list(map(str, content_faults()))
    else:
        from locales.checks import catalogue_faults

        faults = list(map(str, catalogue_faults()))
    for fault in faults:
        print(fault)
    print(f"{options.what}: {len(faults)} faults")
    return 1 if faults else 0


def _check_dates() -> int:
    from content.catalog import load_catalog
    from content.staleness import due_for_review

    due = due_for_review(load_catalog(), Clock().now().date())
    print(*due, f"{len(due)} records are due for a review.", sep="\n")
    return 0


def _check_plain() -> int:
    from locales.plain import counts, plain_faults, thresholds

    faults = plain_faults()
    print(*thresholds(), *faults, *counts(faults), sep="\n")
    return 1 if faults else 0


def _alert(options: argparse.Namespace) -> int:
    from bot.operator import alert

    return int(_with_desk(lambda desk: alert(desk, options), _settings()))


def _broadcast(options: argparse.Namespace) -> None:
    from bot.operator_broadcasts import steer

    print(*_with_desk(lambda desk: steer(desk, options), _settings_of_the_desk()), sep="\n")


def _dead(options: argparse.Namespace) -> None:
    from bot.operator_broadcasts import dead

    print(*_with_desk(lambda desk: dead(desk, options), _settings_of_the_desk()), sep="\n")


def _dates(options: argparse.Namespace) -> None:
    from bot.operator_dates import steer

    print(*_with_desk(lambda desk: steer(desk, options), _settings_of_the_desk()), sep="\n")


def _status(_options: argparse.Namespace) -> int:
    from bot.health import look, status_lines

    lines, needs = status_lines(_with_desk(look, _settings_of_the_desk()))
    print(*lines, *(f"! {need}" for need in needs), sep="\n")
    return 1 if needs else 0


def _searches(_options: argparse.Namespace) -> None:
    from bot.operator import print_missed

    _with_desk(print_missed, _settings_of_the_desk())


def _needs(_options: argparse.Namespace) -> None:
    from bot.operator import print_needs

    _with_desk(print_needs, _settings_of_the_desk())


def _reports(_options: argparse.Namespace) -> None:
    from bot.operator import print_reports

    _with_desk(print_reports, _settings_of_the_desk())


RUNS: dict[str, Callable[..., Any]] = {
    "import": _import,
    "check": _check,
    "alert": _alert,
    "status": _status,
    "searches": _searches,
    "needs": _needs,
    "reports": _reports,
    "sandbox": _sandbox,
    "scaled": _scaled,
    "run": _run,
    "web": _web,
    "worker": _worker,
    "migrate": _migrate,
    "backup": _backup,
    "restore": _restore,
    "release": _release,
    "broadcast": _broadcast,
    "dead": _dead,
    "dates": _dates,
}


if __name__ == "__main__":
    sys.exit(main())
