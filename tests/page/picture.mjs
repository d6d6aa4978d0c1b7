// Draws a part of the page as a picture, and tells which words can be seen in it.
// node picture.mjs TOOLS CHROMIUM PAGE PICTURE WORDS
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [tools, chromium, file, picture, words] = process.argv.slice(2);
const { chromium: driver } = createRequire(tools + "/")("playwright-core");
const browser = await driver.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1180, height: 820 } });
await page.goto(pathToFileURL(file).href);
const top = await page.evaluate(() => {
  const heading = [...document.querySelectorAll(".text h5")][1];
  const top = Math.round(heading.getBoundingClientRect().top + scrollY - 30);
  scrollTo({ top, behavior: "instant" });
  return top;
});
await page.waitForTimeout(300);
await page.screenshot({ path: picture });
const seen = await page.evaluate(() => {
  const parts = document.querySelectorAll(".text p, .text h4, .text h5, .text li > .row > div, .text td, .text th, .notes li");
  const inside = (box) => box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
  const all = [...parts].filter((e) => !e.querySelector("ul, p, td") && inside(e.getBoundingClientRect()));
  return all.map((e) => e.textContent.replace(/\s+/g, " ").trim());
});
writeFileSync(words, seen.filter(Boolean).join("\n") + "\n");
await browser.close();
process.stdout.write(`${seen.length} texts from ${top}\n`);
