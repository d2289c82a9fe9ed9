// Let Lighthouse judge one page as it judges by default: a phone, slow 4G, a processor at a quarter of its speed.
//
//   node audit.mjs ADDRESS COOKIE
//
// COOKIE is name=value, or blank. What Lighthouse found goes to standard output, as JSON; CHROME_PATH names the browser.
import lighthouse from "lighthouse";
import { launch } from "puppeteer-core";

const [url, cookie] = process.argv.slice(2);
const CATEGORIES = ["performance", "accessibility", "best-practices"];

const browser = await launch({ executablePath: process.env.CHROME_PATH, args: ["--no-sandbox"] });
try {
  if (cookie) await browser.setCookie(signIn(cookie));
  const page = await browser.newPage();
  const found = await lighthouse(url, { output: "json", logLevel: "error", onlyCategories: CATEGORIES }, undefined, page);
  if (found.lhr.runtimeError) throw new Error(found.lhr.runtimeError.message);
  process.stdout.write(found.report);
} finally {
  await browser.close();
}

function signIn(pair) {
  const [name, value] = pair.split("=");
  return { name, value, domain: new URL(url).hostname, path: "/", httpOnly: true };
}
