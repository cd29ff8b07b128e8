// node firefox.mjs FIREFOX ADDRESS: opens the page and evaluates there what comes by standard input, a line of JSON
// each: {"script": "a function of one argument", "argument": ...} -> {"value": ...} or {"failed": "..."}

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath, address] = process.argv.slice(2);
const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\n");

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, protocolTimeout: 600_000 });
try {
  const page = await browser.newPage();
  await page.goto(address);
  say({ value: await browser.version() });
  for await (const line of createInterface({ input: process.stdin })) {
    const { script, argument } = JSON.parse(line);
    try {
      say({ value: await page.evaluate(`(${script})(${JSON.stringify(argument)})`) });
    } catch (error) {
      say({ failed: error.message });
    }
  }
} catch (error) {
  say({ failed: error.message });
} finally {
  await browser.close();
}
