"""The scripted conversation, by python-telegram-bot."""

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

root, token = sys.argv[1:]


async def start(update: Any, _: Any) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Next", callback_data="next")]])
    await update.message.reply_html("<b>Welcome</b>", reply_markup=keyboard)


async def following(update: Any, _: Any) -> None:
    await update.callback_query.answer("Saved")
    await update.callback_query.edit_message_text("Second screen")


async def file(update: Any, _: Any) -> None:
    await update.message.reply_document(b"1,2", filename="mine.csv")


async def wrong(update: Any, _: Any) -> None:
    try:
        await update.message.reply_html("<b>open")
    except BadRequest as error:
        await update.message.reply_text(f"Bad Request: {error.message}")


async def place(update: Any, _: Any) -> None:
    point = update.message.location
    await update.message.reply_venue(point.latitude, point.longitude, "Office", "Main road")


async def inline(update: Any, _: Any) -> None:
    content = InputTextMessageContent("Found")
    await update.inline_query.answer([InlineQueryResultArticle("1", update.inline_query.query, content)])


application = Application.builder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
application.add_handlers(
    [
        CommandHandler("start", start),
        CallbackQueryHandler(following, "next"),
        MessageHandler(filters.Text(["file"]), file),
        MessageHandler(filters.Text(["wrong"]), wrong),
        MessageHandler(filters.LOCATION, place),
        InlineQueryHandler(inline),
    ]
)
application.run_polling()
