# mypy: ignore-errors
# The library lives in an environment of its own, where the type checker does not look.
"""The scripted conversation, by pyTelegramBotAPI."""

import sys
from typing import Any

import telebot
from telebot import apihelper, types

root, token = sys.argv[1:]
apihelper.API_URL = root + "/bot{0}/{1}"
apihelper.FILE_URL = root + "/file/bot{0}/{1}"
bot = telebot.TeleBot(token, threaded=False)


@bot.message_handler(commands=["start"])
def start(message: Any) -> None:
    keyboard = types.InlineKeyboardMarkup([[types.InlineKeyboardButton("Next", callback_data="next")]])
    bot.send_message(message.chat.id, "<b>Welcome</b>", parse_mode="HTML", reply_markup=keyboard)


@bot.callback_query_handler(func=lambda call: call.data == "next")
def following(call: Any) -> None:
    bot.answer_callback_query(call.id, "Saved")
    bot.edit_message_text("Second screen", call.message.chat.id, call.message.message_id)


@bot.message_handler(func=lambda message: message.text == "file")
def file(message: Any) -> None:
    bot.send_document(message.chat.id, b"1,2", visible_file_name="mine.csv")


@bot.message_handler(func=lambda message: message.text == "wrong")
def wrong(message: Any) -> None:
    try:
        bot.send_message(message.chat.id, "<b>open", parse_mode="HTML")
    except apihelper.ApiTelegramException as error:
        bot.send_message(message.chat.id, error.description)


@bot.message_handler(content_types=["location"])
def place(message: Any) -> None:
    bot.send_venue(message.chat.id, message.location.latitude, message.location.longitude, "Office", "Main road")


@bot.inline_handler(lambda query: True)
def inline(query: Any) -> None:
    content = types.InputTextMessageContent("Found")
    bot.answer_inline_query(query.id, [types.InlineQueryResultArticle("1", query.query, content)])


bot.infinity_polling(timeout=20, long_polling_timeout=20)
