// Pictures of one page of each kind, light and dark, wide and narrow: node pictures.mjs OUT_DIR [SITE_DIR]
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, contextWithin, fileRoot, kindsOf, launch } from './site.mjs';

const [out, given] = process.argv.slice(2);
if (!out) {
  console.error('usage: node tests/browser/pictures.mjs OUT_DIR [SITE_DIR]');
  process.exit(2);
}
const site = given ? { folder: resolve(given), remove: () => {} } : build();
const browser = await launch();
try {
  mkdirSync(out, { recursive: true });
  const root = fileRoot(site.folder);
  const { context } = await contextWithin(browser, root);
  const page = await context.newPage();
  for (const [kind, path] of Object.entries(kindsOf(site.folder))) {
    await page.goto(root + path);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.screenshot({ path: join(out, `${kind}-${colorScheme}-${width}.png`), fullPage: true });
      }
    }
  }
} finally {
  await browser.close();
  site.remove();
}
