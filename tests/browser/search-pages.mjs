// What the tests of the search share: the sample's site, served, and how its pages are opened, asked and read. Whoever
// imports this gets its hooks: every page is closed, and may have said nothing that was not expected.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindsOf, runs } from './site.mjs';
import { site } from './visits.mjs';

export { siteOf } from './site.mjs';
export { blank, open, server, site } from './visits.mjs';

export const kinds = kindsOf(site.folder);
export const all = runs();
export const findings = all.flatMap((run) => run.findings.map((finding) => ({ ...finding, run })));
export const manifestText = readFileSync(join(site.folder, 'search-index/manifest.js'), 'utf8');
export const BUILD = /"build":"(\w+)"/.exec(manifestText)[1];

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
