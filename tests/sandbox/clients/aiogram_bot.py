"""The scripted conversation, by aiogram."""

import asyncio
import sys
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)

root, token = sys.argv[1:]
conversation = Dispatcher()


@conversation.message(CommandStart())
async def start(message: Message) -> None:
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Next", callback_data="next")]])
    await message.answer("<b>Welcome</b>", parse_mode="HTML", reply_markup=keyboard)


@conversation.callback_query(F.data == "next")
async def following(query: CallbackQuery) -> None:
    await query.answer("Saved")
    message: Any = query.message
    await message.edit_text("Second screen")


@conversation.message(F.text == "file")
async def file(message: Message) -> None:
    await message.answer_document(BufferedInputFile(b"1,2", "mine.csv"))


@conversation.message(F.text == "wrong")
async def wrong(message: Message) -> None:
    try:
        await message.answer("<b>open", parse_mode="HTML")
    except TelegramBadRequest as error:
        await message.answer(error.message)


@conversation.message(F.location)
async def place(message: Message) -> None:
    assert message.location
    await message.answer_venue(message.location.latitude, message.location.longitude, "Office", "Main road")


@conversation.inline_query()
async def inline(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text="Found")
    await query.answer([InlineQueryResultArticle(id="1", title=query.query, input_message_content=content)])


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(root))
    await conversation.start_polling(Bot(token, session=session), handle_signals=True)


asyncio.run(main())
