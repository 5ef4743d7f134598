// The sample's site, served, and a browser that visits it. Whoever imports this gets its hooks: every page that a test opens is
// closed after it, and may have said nothing that was not expected.
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { build, contextWithin, launch, serve } from './site.mjs';

export const site = build();
export let browser;
export let server;
let opened = [];

before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});

after(async () => {
  await browser?.close();
  await server?.close();
  site.remove();
});

afterEach(async () => {
  const problems = opened.flatMap(({ problems: all, expected }) => all.filter((problem) => !expected?.test(problem)));
  await Promise.all(opened.map(({ context }) => context.close()));
  opened = [];
  assert.deepEqual(problems, []);
});

/** A page that shows nothing yet; `expected` says which messages it may give, `script` runs before those of each page. */
export async function blank({ root = server.root, expected = null, script = null, permissions = [], ...options } = {}) {
  const guarded = await contextWithin(browser, root, options);
  opened.push({ ...guarded, expected });
  await guarded.context.grantPermissions(permissions);
  if (script) await guarded.context.addInitScript(script);
  return guarded.context.newPage();
}

/** Opens a page of the site, served unless told otherwise. */
export async function open(path, { root = server.root, ...options } = {}) {
  const page = await blank({ root, ...options });
  await page.goto(root + path);
  return page;
}

/** The same, and it may read and write the clipboard. */
export const openWithClipboard = (path, options) => open(path, { permissions: ['clipboard-read', 'clipboard-write'], ...options });
