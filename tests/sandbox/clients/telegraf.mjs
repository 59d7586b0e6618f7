// The scripted conversation, by Telegraf.
import { Telegraf, Markup } from "telegraf";

const [root, token] = process.argv.slice(2);
const bot = new Telegraf(token, { telegram: { apiRoot: root } });
bot.start((ctx) => ctx.replyWithHTML("<b>Welcome</b>", Markup.inlineKeyboard([Markup.button.callback("Next", "next")])));
bot.action("next", async (ctx) => {
  await ctx.answerCbQuery("Saved");
  await ctx.editMessageText("Second screen");
});
bot.hears("file", (ctx) => ctx.replyWithDocument({ source: Buffer.from("1,2"), filename: "mine.csv" }));
bot.hears("wrong", (ctx) => ctx.replyWithHTML("<b>open").catch((error) => ctx.reply(error.response.description)));
bot.on("location", (ctx) =>
  ctx.sendVenue(ctx.message.location.latitude, ctx.message.location.longitude, "Office", "Main road"));
bot.on("inline_query", (ctx) => ctx.answerInlineQuery([
  { type: "article", id: "1", title: ctx.inlineQuery.query, input_message_content: { message_text: "Found" } },
]));
bot.launch();
