// An archive in which every text of the format is a payload, and what its pages must not do.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAYLOADS } from './payloads.mjs';

/** So many payloads stand in one run: one in each of its findings, all of them around. */
const IN_A_RUN = 12;
const SEVERITIES = ['critical', 'important', 'suggestion', 'concern'];
// What an id of a run may be and a page's own could have been.
const IDS = ['query', 'filter', 'palette', 'keys', 'found', 'main', 'toast', 'constructor', 'PilcrowSearch', 'pilcrowPart', 'lunr', 'body'];
const AGENTS = ['query', 'filter', 'palette', 'leaderboard', 'rating', 'newest', 'files', 'agents', 'overlap', 'over-time', 'head-to-head', 'constructor'];

// A path inside the repository, as far as the payload lets it be one.
const pathOf = (text) => `src/${text.replace(/[\p{Cc}]/gu, '').split(/[/\\]/).filter((part) => part !== '..').join('/') || 'x'}`;

const findingOf = (text, at, { length }) => ({
  id: IDS[at],
  severity: SEVERITIES[at % 4],
  title: text,
  tags: ['gap'],
  found_by: [{ agent: AGENTS[at], ref: text, severity: SEVERITIES[(at + 1) % 4] }, { agent: AGENTS[(at + 1) % length] }],
  locations: [{ path: pathOf(text), start_line: 1 }, { path: pathOf(`b/${text}`) }],
  excerpts: [
    { path: pathOf(text), start_line: 1, language: ['html', 'javascript', 'rust', text][at % 4], highlight_lines: [1], code: text },
    { language: text, code: `${text}\n${text}` },
  ],
  body: text,
  repro: { language: at % 2 ? text : '', script: text, output: text },
  fix: text,
  patch: at % 2 ? text : `--- a/${text}\n+++ b/${text}\n@@ -1 +1 @@ ${text}\n-${text}\n+${text}\n`,
  assessment: 'confirmed',
  resolution: { action: 'fixed', reason: text, commit: text },
  confidence: 0.5,
  rule: { id: text },
  fingerprints: { [text]: text },
  aliases: [`alias-${at}`],
});

const runOf = (texts, at) => {
  const line = texts.join(' ');
  const one = (nth) => texts[nth % texts.length];
  return {
    format: 'pilcrow-review/1',
    id: `run-${at}`,
    kind: ['deep-review', 'ci-failures', 'query'][at % 3],
    title: at % 2 ? one(at) : line,
    date: `2026-03-${String(1 + at % 28).padStart(2, '0')}T10:00`,
    subject: {
      repository: 'owner/name', pull_request: 1 + at, title: one(at + 1), branch: one(at + 2), base: one(at + 3), author: one(at + 4),
      revision: one(at + 5), commits: texts.map((text) => ({ sha: text, subject: text })),
    },
    reviewers: texts.map((text, nth) => ({
      agent: AGENTS[nth], name: text, model: one(nth + 1), effort: one(nth + 2), ...(nth === texts.length - 1 ? { status: 'failed', reason: text } : {}),
    })),
    facts: texts.map((text) => ({ label: text, value: text })),
    verdict: { label: one(at), summary: line },
    wall_clock_seconds: 60,
    summary: texts.join('\n\n'),
    findings: texts.map(findingOf),
    strengths: texts.map((text, nth) => ({ body: text, found_by: [{ agent: AGENTS[nth] }] })),
    sections: [...texts.map((text) => ({ title: text, body: text })), ...['Query', 'Palette', 'Filter', 'Found', 'Keys'].map((title) => ({ title, body: `# ${title}` }))],
    metrics: texts.map((text, nth) => ({ agent: AGENTS[nth], duration_seconds: 60 + nth, cost_usd: 1, notes: { [text]: text } })),
    retro: { agents: texts.map((text, nth) => ({ agent: AGENTS[nth], body: text })), summary: line },
    recommendations: texts.map((text) => ({ scope: 'skill', body: text })),
    originals: texts.map((text, nth) => ({ agent: AGENTS[nth], body: text })),
  };
};

/** Writes the archive into a temporary folder. */
export function hostileArchive() {
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-hostile-'));
  mkdirSync(join(folder, 'reviews'));
  for (let at = 0; at * IN_A_RUN < PAYLOADS.length; at += 1) {
    const texts = PAYLOADS.slice(at * IN_A_RUN, (at + 1) * IN_A_RUN);
    const run = runOf(texts, at);
    writeFileSync(join(folder, 'reviews', `${run.id}.json`), JSON.stringify(run));
  }
  return { reviews: join(folder, 'reviews'), remove: () => rmSync(folder, { recursive: true }) };
}

/** Put into every page before its own script: remembers whatever a page does that it must not. Runs in the page. */
export function watch() {
  const done = [];
  const note = (what) => { done.push(what); };
  Object.defineProperty(window, 'hit', { value: () => note('a payload ran'), writable: false });
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => note(`${name} was called`);
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => note(`CSP: ${violatedDirective} ${blockedURI}`));
  addEventListener('error', ({ message }) => note(`error: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => note(`rejection: ${reason}`));
  Object.defineProperty(window, 'misdeeds', { value: done });
}

/**
 * What is wrong with a page as it stands: elements, attributes and addresses that no page of ours has, parts of the script
 * that did not run. Runs in the page.
 */
export function faults() {
  const found = [...(window.misdeeds ?? [])];
  const complain = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const own = document.querySelector('script[src*="pilcrow"]');
  for (const script of document.scripts) if (!script.src || new URL(script.src).origin !== new URL(own.src).origin) complain('script', script);
  for (const element of document.querySelectorAll('img, iframe, object, embed, base, style, video, audio, picture, source, track, template, frame, portal, math, foreignObject, image, use, animate, set, main main')) complain('element', element);
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes) if (/^on|^style$|^srcdoc$|^formaction$|^ping$/.test(name)) complain(`attribute ${name}`, element);
  }
  for (const link of document.querySelectorAll('a[href]')) {
    // Of a link in a drawing there is no protocol to be asked for.
    const address = link.href.baseVal ?? link.href;
    const protocol = URL.canParse(address, document.baseURI) && new URL(address, document.baseURI).protocol;
    if (!['http:', 'https:', 'mailto:', 'file:'].includes(protocol)) complain('address', link);
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) found.push(`ids that are there twice: ${twice.join(', ')}`);
  if (document.querySelectorAll('main').length !== 1) found.push('not one main');
  if (!document.querySelector('.bar .switch') || !document.querySelector('.toast')) found.push('the script did not come to its end');
  if (document.querySelectorAll('figure.code').length !== document.querySelectorAll('.code > .copy').length) found.push('code without a button to copy it');
  const odd = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u.exec(document.documentElement.textContent);
  if (odd) found.push(`control character ${odd[0].codePointAt(0)}`);
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (/[\u202a-\u202e\u2066-\u2069]/.test(walker.currentNode.data) && !walker.currentNode.parentElement.matches('.sign')) found.push(`direction sign: ${walker.currentNode.data.slice(0, 80)}`);
  }
  return found;
}
