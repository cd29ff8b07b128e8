// node firefox_smoke.mjs FIREFOX ADDRESS: does the page start, train XOR to 4/4 and ask nobody else?

import puppeteer from "puppeteer-core";

const [executablePath, address] = process.argv.slice(2);
const home = address.startsWith("file:") ? address : new URL(address).origin;
const problems = [];

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (![home, "data:", "blob:", "about:"].some((start) => url.startsWith(start))) problems.push(`request to ${url}`);
  });
  await page.goto(address);
  const state = () => page.evaluate(() => document.documentElement.dataset.python);
  await page.waitForFunction(() => ["ready", "failed"].includes(document.documentElement.dataset.python), { timeout: 120_000 });
  if ((await state()) !== "ready") throw new Error("Python did not start: " + (await page.$eval("#notices", (element) => element.textContent)));
  await page.locator("::-p-aria([name=\"Train\"][role=\"button\"])").click();
  await page.waitForFunction(() => document.querySelector("#right").textContent === "4 / 4", { timeout: 60_000 });
} catch (error) {
  problems.push(error.message);
} finally {
  await browser.close();
}
console.log(problems.length ? problems.join("\n") : `${address} trains XOR to 4/4`);
process.exitCode = problems.length ? 1 : 0;
