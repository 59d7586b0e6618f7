// The scripted conversation, by grammY.
import { Bot, InlineKeyboard, InputFile } from "grammy";

const [root, token] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot: root } });
bot.command("start", (ctx) =>
  ctx.reply("<b>Welcome</b>", { parse_mode: "HTML", reply_markup: new InlineKeyboard().text("Next", "next") }));
bot.callbackQuery("next", async (ctx) => {
  await ctx.answerCallbackQuery({ text: "Saved" });
  await ctx.editMessageText("Second screen");
});
bot.hears("file", (ctx) => ctx.replyWithDocument(new InputFile(new TextEncoder().encode("1,2"), "mine.csv")));
bot.hears("wrong", (ctx) => ctx.reply("<b>open", { parse_mode: "HTML" }).catch((error) => ctx.reply(error.description)));
bot.on("message:location", (ctx) =>
  ctx.replyWithVenue(ctx.message.location.latitude, ctx.message.location.longitude, "Office", "Main road"));
bot.on("inline_query", (ctx) => ctx.answerInlineQuery([
  { type: "article", id: "1", title: ctx.inlineQuery.query, input_message_content: { message_text: "Found" } },
]));
bot.start();
