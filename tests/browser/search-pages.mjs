// What the tests of the search share: the sample's site, served, and how its pages are opened, asked and read. Whoever
// imports this gets its hooks: every page is closed, and may have said nothing that was not expected.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before } from 'node:test';
import { build, contextWithin, kindsOf, launch, runs, serve } from './site.mjs';

export { siteOf } from './site.mjs';

export const site = build();
export const kinds = kindsOf(site.folder);
export const all = runs();
export const findings = all.flatMap((run) => run.findings.map((finding) => ({ ...finding, run })));
export const manifestText = readFileSync(join(site.folder, 'search-index/manifest.js'), 'utf8');
export const BUILD = /"build":"(\w+)"/.exec(manifestText)[1];
export let browser;
export let server;

before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});

after(async () => {
  await browser?.close();
  await server?.close();
  site.remove();
});

let opened = [];
/** A page that shows nothing yet; `expected` says which messages it may give. */
export async function blank({ root = server.root, expected = null, init = null, ...options } = {}) {
  const guarded = await contextWithin(browser, root, options);
  opened.push({ ...guarded, expected });
  if (init) await guarded.context.addInitScript(init);
  return guarded.context.newPage();
}

/** Opens a page of the site. */
export async function open(path, { root = server.root, ...options } = {}) {
  const page = await blank({ root, ...options });
  await page.goto(root + path);
  return page;
}

afterEach(async () => {
  const problems = opened.flatMap(({ problems: all, expected }) => all.filter((problem) => !expected?.test(problem)));
  await Promise.all(opened.map(({ context }) => context.close()));
  opened = [];
  assert.deepEqual(problems, []);
});

/** The files of the index that a page asks for, as they go out. */
export function requestsOf(page) {
  const asked = [];
  page.on('request', (request) => {
    const [, path] = /\/search-index\/(.*)$/.exec(request.url()) ?? [];
    if (path) asked.push(path);
  });
  return asked;
}

export async function eventually(read, expected) {
  for (let tries = 0; tries < 60 && JSON.stringify(await read()) !== JSON.stringify(expected); tries += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.deepEqual(await read(), expected);
}

export const status = (page) => page.locator('#\\~found [role=status]').innerText();
export const titles = (page) => page.locator('.results h2').allInnerTexts();
export const links = (page) => page.locator('.results h2 a').evaluateAll((all) => all.map((one) => one.href));
/** Waits for an answer that is told whole: results, counts, filters. */
export async function answered(page, words = /finding|review|result/) {
  await page.locator('#\\~found [role=status]').filter({ hasText: words }).waitFor();
  // Figures come after results: until nothing has changed for a while.
  let [seen, same] = ['', 0];
  for (let tries = 0; tries < 100 && same < 5; tries += 1) {
    const now = await page.locator('main').innerText();
    same = now === seen && !(await page.locator('.results[aria-busy]').count()) ? same + 1 : 0;
    seen = now;
    await new Promise((resolve) => { setTimeout(resolve, 30); });
  }
  assert.equal(same, 5);
}
export async function ask(page, words) {
  await page.fill('#\\~query', words);
  await page.waitForURL((url) => (url.searchParams.get('q') ?? '') === words);
  await answered(page);
}
export const NOT_THERE = /Failed to load resource: .*(404|ERR_FAILED)/;

/** Another build in the place of the one that is there; the old one's files are gone. */
export async function another(page, name, { onlyPast = false } = {}) {
  const renamed = (text) => text.replaceAll(BUILD, name);
  await page.route(`**/search-index/${BUILD}/**`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await page.route(`**/search-index/${name}/**`, (route) => {
    const path = new URL(route.request().url()).pathname.split(`/${name}/`)[1];
    return route.fulfill({ contentType: 'text/javascript', body: renamed(readFileSync(join(site.folder, 'search-index', BUILD, path), 'utf8')) });
  });
  await page.route(/search-index\/manifest\.js/, (route) => {
    const past = route.request().url().includes('?');
    return route.fulfill({ contentType: 'text/javascript', body: past || !onlyPast ? renamed(manifestText) : manifestText });
  });
}
