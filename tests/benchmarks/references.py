"""Other ways to write a bot, each in a process: python -m tests.benchmarks.references NAME BASE_URL TOKEN …"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

CONCURRENT = 256
BUTTONS = 12


def echo(base: str, token: str) -> None:
    """python-telegram-bot as it comes: one update after the other, httpx."""
    _echo_application(base, token).run_polling()


def _echo_application(base: str, token: str, updater: bool = True) -> Any:
    from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

    builder = Application.builder().token(token).base_url(f"{base}/bot")
    made = (builder if updater else builder.updater(None)).build()

    async def say(update: Any, _context: Any) -> None:
        await update.message.reply_text(update.message.text)

    async def tapped(update: Any, _context: Any) -> None:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text("x")

    made.add_handler(MessageHandler(filters.ALL, say))
    made.add_handler(CallbackQueryHandler(tapped))
    return made


def webhook(base: str, token: str, port: str, way: str) -> None:
    """Its webhook in Starlette: an update is answered within its request, or put into the application's queue."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from telegram import Update

    made = _echo_application(base, token, updater=False)

    async def take(request: Request) -> Response:
        update = Update.de_json(await request.json(), made.bot)
        await (made.process_update(update) if way == "within" else made.update_queue.put(update))
        return Response()

    async def serve() -> None:
        app = Starlette(routes=[Route("/telegram", take, methods=["POST"])])
        server = uvicorn.Server(uvicorn.Config(app, port=int(port), log_level="error", access_log=False))
        async with made:
            await made.start()
            await server.serve()
            await made.stop()

    asyncio.run(serve())


def telebot(base: str, token: str) -> None:
    """The asynchronous half of pyTelegramBotAPI."""
    from telebot import asyncio_helper
    from telebot.async_telebot import AsyncTeleBot

    asyncio_helper.API_URL = base + "/bot{0}/{1}"
    bot = AsyncTeleBot(token)

    @bot.message_handler(func=lambda _message: True)  # type: ignore[no-untyped-call,untyped-decorator]
    async def say(message: Any) -> None:
        await bot.reply_to(message, message.text)

    asyncio.run(bot.polling(non_stop=True, skip_pending=False))


def keyboard() -> Any:
    """Twelve buttons in aiogram's objects."""
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

    buttons = [InlineKeyboardButton(text=f"Button {n}", callback_data=f"home:{n}") for n in range(BUTTONS)]
    return InlineKeyboardMarkup(inline_keyboard=[buttons[n : n + 2] for n in range(0, BUTTONS, 2)])


def menu(base: str, token: str, database: str) -> None:
    """The full menu step on aiogram with SQLAlchemy's asynchronous ORM: read, write, twelve buttons, two calls."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import CallbackQuery
    from sqlalchemy import Integer, Text
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
    from sqlalchemy.orm import DeclarativeBase, mapped_column

    class Base(DeclarativeBase):
        pass

    class Person(Base):
        __tablename__ = "people"
        id = mapped_column(Integer, primary_key=True)
        screen = mapped_column(Text, default="")

    engine = create_async_engine(f"sqlite+aiosqlite:///{database}", connect_args={"timeout": 60})
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    dispatcher = Dispatcher()

    @dispatcher.callback_query()
    async def tapped(query: CallbackQuery) -> None:
        async with sessions.begin() as session:
            found = await session.get_one(Person, query.from_user.id)
            found.screen = query.data or ""
        await query.answer()
        if query.message:
            await query.message.edit_text("Choose", reply_markup=keyboard())  # type: ignore[union-attr]

    async def serve() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with sessions.begin() as session:
            session.add_all([Person(id=1000 + n, screen="") for n in range(100)])
        client = AiohttpSession(api=TelegramAPIServer.from_base(base))
        await dispatcher.start_polling(Bot(token, session=client), handle_signals=False)

    asyncio.run(serve())


if __name__ == "__main__":
    known: dict[str, Any] = {"echo": echo, "webhook": webhook, "telebot": telebot, "menu": menu}
    known[sys.argv[1]](*sys.argv[2:])
