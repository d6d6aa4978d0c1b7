// Opens a page in Chromium and tells, as one line of JSON, what it found there.
// node open.mjs TOOLS CHROMIUM FILE: TOOLS holds node_modules with playwright-core and axe-core.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [tools, chromium, file] = process.argv.slice(2);
const require = createRequire(tools + "/");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const address = pathToFileURL(file).href;
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const browser = await require("playwright-core").chromium.launch({ executablePath: chromium, args });
const told = { console: [], requests: [], dialogs: 0, accessibility: [] };

async function open(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => told.console.push(message.text()));
  page.on("pageerror", (error) => told.console.push(String(error)));
  page.on("request", (request) => request.url() === address || told.requests.push(request.url()));
  page.on("dialog", (dialog) => { told.dialogs += 1; dialog.dismiss(); });
  await page.goto(address);
  return page;
}

// In either scheme: what an accessibility checker says.
for (const colorScheme of ["light", "dark"]) {
  const page = await open({ colorScheme, viewport: { width: 1280, height: 900 } });
  await page.evaluate(axe);
  const judged = await page.evaluate(async () => {
    document.querySelectorAll(".policy").forEach((part) => { part.style.contentVisibility = "visible"; });
    const { passes, violations } = await axe.run();
    const told = (v) => v.id + ": " + v.help + " " + v.nodes.slice(0, 3).map((n) => n.html).join(" ");
    return { checks: passes.length, wrong: violations.map(told) };
  });
  told.checks = judged.checks;
  told.accessibility.push(...judged.wrong.map((wrong) => colorScheme + ": " + wrong));
  await page.context().close();
}

// What the policy could have done, and whether every link of the page leads somewhere.
const page = await open({ viewport: { width: 1280, height: 900 } });
Object.assign(told, await page.evaluate(() => {
  const all = [...document.querySelectorAll("*")];
  const ids = all.map((e) => e.id).filter(Boolean);
  const links = [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"));
  return {
    harm: typeof window.harm !== "undefined" || document.title === "taken",
    scripts: document.scripts.length,
    handlers: all.filter((e) => [...e.attributes].some((a) => /^on|^style$/.test(a.name))).length,
    foreign: document.querySelectorAll("img, iframe, object, embed, form, link, base, svg").length,
    twice: ids.length - new Set(ids).size,
    dead: links.filter((l) => l.startsWith("#") && !document.getElementById(decodeURIComponent(l.slice(1)))),
    outside: links.filter((l) => !/^(#|https:|mailto:)/.test(l)),
    unsafe: document.querySelectorAll('a[href^="https:"]:not([rel~="noopener"])').length,
    cells: document.querySelectorAll("#matrix td.v, #matrix .narrow td").length,
  };
}));

// The filters, where the page has a matrix to filter.
const filters = (await page.locator("#filter").count()) > 0;
const shown = () => page.locator("#matrix tr[data-cells]:visible").count();
if (filters) {
  told.rows = await shown();
  await page.selectOption("#filter-severity", "error");
  told.rows_of_errors = await shown();
  await page.selectOption("#filter-verdict", "satisfied");
  told.rows_satisfied = await shown();
  await page.selectOption("#filter-severity", "");
  await page.selectOption("#filter-verdict", "");
  await page.selectOption("#filter-pack", "core");
  told.rows_of_core = await shown();
  told.other_packs = await page.locator('#matrix tbody:not([data-pack="core"]):visible').count();
  told.count = await page.locator("#filter-count").textContent();
  await page.selectOption("#filter-pack", "");
}

// A cell leads to its evidence, a change to its place, by keyboard.
const cell = page.locator(filters ? "#matrix td a.s" : ".card .places a").first();
await cell.focus();
await page.keyboard.press("Enter");
await page.waitForSelector("mark.on");
told.evidence = await page.evaluate(() => {
  const at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return {
    in_text: !!at.closest(".text"),
    words: [...document.querySelectorAll("mark.on")].map((m) => m.textContent).join(""),
    notes: document.querySelectorAll(".notes li.on").length,
  };
});
await page.waitForTimeout(600);
told.evidence.seen = await page.locator("mark.on").first().isVisible();

// The first stop of the keyboard skips to the report.
await page.goto("about:blank");
await page.goto(address);
await page.keyboard.press("Tab");
told.first_stop = await page.evaluate(() => document.activeElement.getAttribute("href"));
const beside = () => page.evaluate(() => {
  const row = [...document.querySelectorAll(".row:not(.head)")].find((r) => r.querySelector(".notes:not(.below)"));
  const [text, notes] = [row.firstElementChild, row.querySelector(".notes")].map((e) => e.getBoundingClientRect());
  return notes.left >= text.right ? "beside" : notes.top >= text.bottom ? "below" : "over";
});
told.wide = await beside();
await page.emulateMedia({ media: "print" });
told.print = await beside();
told.print_filter = filters && (await page.locator("#filter").isVisible());
await page.emulateMedia({ media: "screen", reducedMotion: "reduce" });
told.motion = await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior);
await page.setViewportSize({ width: 360, height: 800 });
told.narrow = await beside();
told.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
await page.context().close();

// Without script everything can be read, and nothing is offered that does not work.
const plain = await open({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
told.plain_filter = filters && (await plain.locator("#filter").isVisible());
told.plain_rows = await plain.locator("#matrix tr[data-cells]:visible").count();
told.plain_text = await plain.locator(".text").first().isVisible();

await browser.close();
process.stdout.write(JSON.stringify(told) + "\n");
