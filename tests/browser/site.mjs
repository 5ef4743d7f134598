// What the browser tests share: the site, built afresh; a server that serves it below a sub-path, as project pages
// do; a browser whose pages may ask for nothing else.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const repository = fileURLToPath(new URL('../../', import.meta.url));
export const binary = process.env.PILCROW || join(repository, 'target/debug/pilcrow');
const archive = join(repository, 'reviews');
const SUB_PATH = '/team/reviews/';
const SEVERITIES = ['critical', 'important', 'suggestion', 'concern'];

/** Builds an archive, ours unless told otherwise, into a temporary folder; with a `pilcrow.toml` where one is given. */
export function build(from = archive, { quiet = false, config = '' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-site-'));
  const site = join(folder, 'site');
  if (config) writeFileSync(join(folder, 'pilcrow.toml'), config);
  execFileSync(binary, ['build', from, '--output', site, '--quiet'], { cwd: folder, stdio: quiet ? 'ignore' : 'inherit' });
  return { folder: site, remove: () => rmSync(folder, { recursive: true }) };
}

const filesOf = (folder) => readdirSync(folder, { recursive: true }).map((file) => file.split(sep).join('/'));

/** What a page has that leads on without script, and is gone before anybody can look at it. */
export const REFRESH = /^<meta http-equiv=refresh .*$/m;

const leadsOn = (folder, file) => REFRESH.test(readFileSync(join(folder, file), 'utf8'));

/** The addresses of all pages of a built site that stay, below its root. */
export function pagesOf(folder) {
  return filesOf(folder).filter((file) => file.endsWith('.html') && !leadsOn(folder, file)).sort();
}

/** The addresses that lead to the pages of findings. */
export function leadsOf(folder) {
  return filesOf(folder).filter((file) => file.endsWith('.html') && leadsOn(folder, file)).sort();
}

/** The runs of the archive, most findings first; findings in the order of their page. */
export function runs() {
  const files = readdirSync(archive, { recursive: true }).filter((file) => file.endsWith('.json'));
  const all = files.map((file) => JSON.parse(readFileSync(join(archive, file), 'utf8')));
  for (const run of all) {
    run.page = `reviews/${run.id}.html`;
    run.findings = SEVERITIES.flatMap((severity) => (run.findings ?? []).filter((one) => one.severity === severity));
    for (const finding of run.findings) finding.page = `reviews/${run.id}/${finding.id}.html`;
  }
  return all.sort((a, b) => b.findings.length - a.findings.length || a.id.localeCompare(b.id));
}

/** One page of each kind, by name; three reviews, since they differ most. */
export function kindsOf(folder) {
  const all = runs();
  const pages = pagesOf(folder);
  const longest = all[0];
  return {
    home: 'index.html',
    reviews: 'reviews/index.html',
    groups: 'browse/repositories/index.html',
    group: pages.find((page) => page.startsWith('browse/repositories/') && !page.endsWith('/index.html')),
    review: longest.page,
    'ci-failures': all.find((run) => run.kind === 'ci-failures').page,
    'supply-chain': all.find((run) => run.kind === 'supply-chain-scan').page,
    finding: longest.findings[0].page,
    change: 'changes/lantern-works/ferry/97.html',
    'change of one round': 'changes/lantern-works/ferry/104.html',
    files: 'files/index.html',
    file: 'files/lantern-works/ferry/internal/snapshot/restore.go.html',
    recommendations: 'recommendations.html',
    'recommendations of a month': pages.find((page) => page.startsWith('recommendations/')),
    originals: `reviews/${all.find((run) => run.originals?.length).id}/originals.html`,
    agents: 'agents/index.html',
    'agents by a criterion': 'agents/by/precision.html',
    slice: pages.find((page) => page.startsWith('agents/in/')),
    agent: 'agents/claude.html',
    versus: 'agents/claude-vs-codex.html',
    pairs: 'agents/pairs.html',
    panels: 'panels.html',
    methodology: 'methodology.html',
    search: 'search.html',
    404: '404.html',
  };
}

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml', '.json': 'application/json', '.patch': 'text/plain; charset=utf-8', '.png': 'image/png',
};

/** Serves a folder as static hosts do: `index.html` for folders, `404.html` for what is not there. */
export async function serve(folder) {
  const server = createServer(async ({ url }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const file = join(folder, path.slice(SUB_PATH.length), path.endsWith('/') ? 'index.html' : '');
    try {
      if (!path.startsWith(SUB_PATH) || relative(folder, file).startsWith('..')) throw new Error('outside');
      const bytes = await readFile(file);
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      // Names of scripts and styles hold their fingerprint.
      const kept = path.includes('/assets/') ? { 'cache-control': 'max-age=600, immutable' } : {};
      response.writeHead(200, { 'content-type': type, ...kept }).end(bytes);
    } catch {
      const bytes = await readFile(join(folder, '404.html'));
      response.writeHead(404, { 'content-type': TYPES['.html'] }).end(bytes);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${server.address().port}${SUB_PATH}`;
  return { root, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

/** A site of reviews with findings of their own, the fixture with each of the changes, served. */
export async function siteOf(changes, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-archive-'));
  mkdirSync(join(folder, 'reviews'));
  for (const change of [changes].flat()) {
    const run = JSON.parse(readFileSync(new URL('../fixtures/20260101-100000-pr-1.json', import.meta.url), 'utf8'));
    change(run);
    writeFileSync(join(folder, 'reviews', `${run.id}.json`), JSON.stringify(run));
  }
  const built = build(join(folder, 'reviews'), { quiet: true, ...options });
  const own = await serve(built.folder);
  return {
    root: own.root,
    close: async () => {
      await own.close();
      built.remove();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The site's root for pages read straight from the disk. */
export const fileRoot = (folder) => pathToFileURL(folder + sep).href;

/** A browser with a fresh profile, which Playwright makes and removes. */
export const launch = ({ args = [] } = {}) => chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...args,
  ],
});

/**
 * A context whose pages may ask for nothing outside `root`. `problems` collects what no page may cause: requests that
 * leave the site, messages on the console, uncaught errors. `watchOnly` lets such a request fail by itself, which is several
 * times as fast: a page that may be stopped asks for its files without a cache.
 */
export async function contextWithin(browser, root, { watchOnly = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', ...options });
  context.setDefaultTimeout(5000);
  const problems = [];
  const inside = (url) => url.startsWith(root) || url.startsWith('data:') || url === 'about:blank';
  if (!watchOnly) await context.route('**/*', (route) => (inside(route.request().url()) ? route.continue() : route.abort()));
  context.on('request', (request) => {
    if (!inside(request.url())) problems.push(`request leaves the site: ${request.url()}`);
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`${error.page()?.url()}: ${error.error()}`));
  return { context, problems };
}
