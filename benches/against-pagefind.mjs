#!/usr/bin/env node
// Pilcrow's search and Pagefind's on the same documents: size, files, time to make, and what a reader waits for and loads from
// a cold page to the first results, in headless Chromium, everything over the wire counted.
//
//   cargo bench --bench search -- OUT --archive FOLDER      writes OUT/documents.json and OUT/queries.json
//   pilcrow build FOLDER -o SITE
//   benches/against-pagefind.mjs OUT SITE PACKAGES          PACKAGES: where `npm install pagefind` was run
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const [out, site, packages] = process.argv.slice(2).map((path) => resolve(path));
const QUERIES = 30;
const { chromium } = createRequire(new URL('../tests/browser/package.json', import.meta.url))('playwright-core');
const entry = JSON.parse(readFileSync(join(packages, 'node_modules/pagefind/package.json'), 'utf8')).exports['.'];
const pagefind = await import(join(packages, 'node_modules/pagefind', typeof entry === 'string' ? entry : entry.import?.default || entry.import || entry.default));

const documents = JSON.parse(readFileSync(join(out, 'documents.json'), 'utf8'));
const asked = JSON.parse(readFileSync(join(out, 'queries.json'), 'utf8'))
  .map(([query]) => query).filter((query) => /^[\w ]+$/.test(query)).slice(0, QUERIES);

const theirs = mkdtempSync(join(tmpdir(), 'against-pagefind-'));
const started = performance.now();
const { index } = await pagefind.createIndex();
for (const [url, title, content] of documents) {
  await index.addCustomRecord({ url: `/${url}`, content: `${title}\n${content}`, language: 'en', meta: { title } });
}
await index.writeFiles({ outputPath: join(theirs, 'pagefind') });
const seconds = (performance.now() - started) / 1000;
await pagefind.close();
writeFileSync(join(theirs, 'search.html'), '<!doctype html><title>Pagefind</title><ol class="results"></ol><script type="module" src="search.js"></script>');
writeFileSync(join(theirs, 'search.js'), `import * as pagefind from './pagefind/pagefind.js';
const { results } = await pagefind.search(new URLSearchParams(location.search).get('q'));
for (const one of await Promise.all(results.slice(0, 10).map((result) => result.data()))) {
  const item = document.createElement('li');
  item.textContent = one.meta.title + one.plain_excerpt;
  document.querySelector('.results').append(item);
}
document.body.dataset.done = results.length;`);

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };
const serve = (folder) => new Promise((ready) => {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    const body = gzipSync(readFileSync(path));
    // The counts beside the filters are asked for once the first results stand there.
    if (/\/search-index\/\w+\/f\//.test(path)) {
      server.later += body.length;
    } else {
      server.bytes += body.length;
      server.requests += 1;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(path)] || 'application/octet-stream', 'content-encoding': 'gzip' });
    return response.end(body);
  });
  server.listen(0, '127.0.0.1', () => ready(server));
});

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const measure = async (folder) => {
  const server = await serve(folder);
  const chrome = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const costs = [];
  for (const query of asked) {
    const context = await chrome.newContext();
    const page = await context.newPage();
    Object.assign(server, { bytes: 0, later: 0, requests: 0 });
    const start = performance.now();
    await page.goto(`http://127.0.0.1:${server.address().port}/search.html?q=${encodeURIComponent(query)}`, { waitUntil: 'commit' });
    await page.locator('.results li, body[data-done="0"]').first().waitFor();
    costs.push({ ms: performance.now() - start, bytes: server.bytes, later: server.later, requests: server.requests });
    await context.close();
  }
  await chrome.close();
  server.close();
  return costs;
};

const sizeOf = (folder) => readdirSync(folder, { recursive: true })
  .map((file) => statSync(join(folder, file))).filter((file) => file.isFile())
  .reduce(({ files, bytes }, file) => ({ files: files + 1, bytes: bytes + file.size }), { files: 0, bytes: 0 });

console.log(`${documents.length} documents, ${asked.length} queries`);
console.log('             MB   files  seconds to make   median kB  median ms  requests  kB after');
for (const [name, index_folder, root, made] of [
  ['pilcrow', join(site, 'search-index'), site, 'see bench'],
  ['pagefind', join(theirs, 'pagefind'), theirs, seconds.toFixed(1)],
]) {
  const size = sizeOf(index_folder);
  const costs = await measure(root);
  const of = (key, unit, digits) => (middle(costs.map((one) => one[key])) / unit).toFixed(digits);
  console.log(`${name.padEnd(9)}${(size.bytes / 1e6).toFixed(1).padStart(6)}${String(size.files).padStart(8)}${made.padStart(17)}${of('bytes', 1000, 1).padStart(12)}${of('ms', 1, 0).padStart(11)}${of('requests', 1, 0).padStart(10)}${of('later', 1000, 1).padStart(10)}`);
}
rmSync(theirs, { recursive: true });
