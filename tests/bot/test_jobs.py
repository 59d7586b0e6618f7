"""Both engines of background work: what is deferred is run, once, and survives what may happen to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from structlog.testing import capture_logs

from bot import jobs_postgres
from bot.jobs import Jobs
from bot.jobs_postgres import PostgresJobs, lay_schema
from db.store import Store, open_store


@pytest.fixture
async def server(postgres_url: str) -> str:
    """A PostgreSQL with the jobs' tables, which two processes lay at once, and no job."""
    await asyncio.gather(lay_schema(postgres_url), lay_schema(postgres_url))
    with psycopg.connect(postgres_url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")
    return postgres_url


@pytest.fixture
async def postgres_jobs(server: str) -> AsyncIterator[PostgresJobs]:
    """The engine of many replicas."""
    made = PostgresJobs(server)
    yield made
    await made.stop()


def _waiting(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT queueing_lock FROM procrastinate_jobs ORDER BY id").fetchall()
    return [row[0] for row in rows]


async def _defer_and_fail(jobs: PostgresJobs, store: Store) -> None:
    async with store.unit() as session:
        await jobs.defer(session, "send")
        raise LookupError


async def _until(ready: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        await ready.wait()


async def test_one_process_runs_what_is_deferred_and_goes_on_after_a_bug() -> None:
    ran, done = [], asyncio.Event()

    async def job(**ids: int) -> None:
        ran.append(ids)
        if ids == {"n": 1}:
            raise LookupError("a bug")
        done.set()

    jobs = Jobs()
    for number in (1, 1, 2):
        await jobs.defer(None, "job", n=number)
    with capture_logs() as logs:
        await jobs.start({"job": job})
        await _until(done)
        await jobs.idle()
    await jobs.recover()
    await jobs.stop()
    assert ran == [{"n": 1}, {"n": 2}]
    assert [entry["event"] for entry in logs] == ["job failed"]


async def test_a_rolled_back_transaction_leaves_no_job(postgres_jobs: PostgresJobs, server: str) -> None:
    store: Store = open_store(server)
    with pytest.raises(LookupError):
        await _defer_and_fail(postgres_jobs, store)
    assert _waiting(server) == []
    async with store.unit() as session:
        await postgres_jobs.defer(session, "freeze", broadcast=3)
        await postgres_jobs.defer(session, "freeze", broadcast=3)  # is there already, and the unit goes on
        await postgres_jobs.defer(session, "freeze", broadcast=4)
    await postgres_jobs.defer(None, "freeze", broadcast=4)
    await store.close()
    assert _waiting(server) == ["freeze:3", "freeze:4"]


async def test_many_processes_run_what_is_deferred_and_nothing_piles_up(
    postgres_jobs: PostgresJobs, server: str
) -> None:
    ran, done = [], asyncio.Event()

    async def job(**ids: int) -> None:
        ran.append(ids)
        if len(ran) == 1:
            raise LookupError("a bug")
        done.set()

    with capture_logs():
        await postgres_jobs.start({"job": job})
        for number in (1, 2):
            await postgres_jobs.defer(None, "job", n=number)
        await _until(done)
        await postgres_jobs.idle()
        await postgres_jobs.stop()
    assert sorted(one["n"] for one in ran) == [1, 2]
    assert _waiting(server) == []


async def test_a_worker_of_jobs_that_ended_begins_anew(
    postgres_jobs: PostgresJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = asyncio.Event()
    begin, ends = postgres_jobs._app.run_worker_async, [ConnectionError("away for long"), None]

    async def work(**options: Any) -> None:
        if not ends:
            await begin(**options)
        elif error := ends.pop(0):
            raise error

    async def job(**_ids: int) -> None:
        done.set()

    monkeypatch.setattr(postgres_jobs._app, "run_worker_async", work)
    monkeypatch.setattr(jobs_postgres, "AGAIN", 0.01)
    with capture_logs() as logs:
        await postgres_jobs.start({"job": job})
        await postgres_jobs.defer(None, "job", n=1)
        await _until(done)
        await postgres_jobs.stop()
    assert [entry["event"] for entry in logs] == ["the worker of jobs ended and begins anew"]


async def test_the_job_of_a_dead_worker_is_put_back(postgres_jobs: PostgresJobs, server: str) -> None:
    await postgres_jobs.defer(None, "send")
    with psycopg.connect(server) as connection:
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    await postgres_jobs.defer(None, "send")
    await postgres_jobs.recover()
    with psycopg.connect(server) as connection:
        rows = connection.execute("SELECT status FROM procrastinate_jobs").fetchall()
    assert rows == [("todo",)]
