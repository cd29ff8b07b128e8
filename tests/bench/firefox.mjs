// node firefox.mjs FIREFOX: a Firefox with a fresh profile, told by standard input, a line of JSON each:
//   {"open": address, "watch": script}                a new page, with the script put in before its own; null: without
//   {"script": "a function of one argument", "argument": ...}   evaluated in that page
//   {"leave": true}                                   the page is closed
// Each is answered by a line: {"value": ...} or {"failed": "..."}.

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\n");
const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.argv[2], headless: true, protocolTimeout: 600_000 });
let page = null;

async function answer({ open, watch, script, argument, leave }) {
  if (open) {
    page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    if (watch) await page.evaluateOnNewDocument(watch);
    await page.goto(open, { timeout: 180_000 });
    return null;
  }
  return leave ? page.close() : page.evaluate(`(${script})(${JSON.stringify(argument)})`);
}

try {
  say({ value: await browser.version() });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say({ value: (await answer(JSON.parse(line))) ?? null });
    } catch (error) {
      say({ failed: error.message });
    }
  }
} finally {
  await browser.close();
}
