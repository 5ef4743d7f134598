// Whatever a query says and whatever an index file holds, the engine answers, or says what is wrong in its own words: it
// neither fails in another way nor goes on for ever. So many cases in the tests, for as long as one likes with
// PILCROW_FUZZ_SECONDS; a failure names the number that repeats it, with PILCROW_FUZZ_FROM.
import lunr from 'lunr';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import engine from '../search/engine.mjs';
import { indexOf } from './index-files.mjs';

const { createSearcher, QueryError, LoadError } = engine;
const FIELDS = [['title', 6], ['body', 1], ['path', 3]];
const CASES = 1500;
const FROM = Number(process.env.PILCROW_FUZZ_FROM ?? 1);
const SECONDS = Number(process.env.PILCROW_FUZZ_SECONDS ?? 0);

const WORDS = ['lock', 'lockfil', 'timeout', 'stopinstanc', 'src/locks/lease.r', 'fs', 'über', '日本語', '😀', '__proto__', 'constructor', '0', 'a', 'aaaa',
  'x'.repeat(128), 'length', 'toString'];
const SYNTAX = ['*', '~', '~1', '~99', '^', '^2', ':', 'title:', 'nofield:', '+', '-', '\\', '"', ' ', '\t', '\n', '\0', '\ud800', '<', '/', '.', '**', '+-', '^-1', '~x'];
const ODD = [null, true, -1, 0, 3.5, 1e9, 1e308, '', 'x', '\ud800', '__proto__', [], [[]], {}, [null], '9'.repeat(300), '~~~~', '    '];

/** Numbers that look random and are the same for the same seed. */
function dice(seed) {
  let state = (seed * 2654435761) % 4294967296;
  const next = () => { state = (state * 1664525 + 1013904223) % 4294967296; return state / 4294967296; };
  const below = (count) => Math.floor(next() * count);
  return { next, below, one: (list) => list[below(list.length)], some: (most, make) => Array.from({ length: below(most + 1) }, make) };
}

const queryOf = ({ one, some, next }) => some(12, () => (next() < 0.5 ? one(WORDS) : one(SYNTAX)) + (next() < 0.3 ? ' ' : '')).join('');

function archiveOf({ one, some, below }) {
  const documents = Array.from({ length: 1 + below(30) }, () => ({
    texts: [some(4, () => one(WORDS)), some(20, () => one(WORDS)), some(2, () => one(WORDS))], title: one(WORDS), start: one(WORDS), severity: below(5), set: 0,
  }));
  return indexOf(documents, FIELDS, { perShard: 1 + below(40), perPage: below(3), perFile: 1 + below(20) });
}

/** One place of a file, somewhere in its depth, has something else; or its text is cut, doubled, or has another sign. */
function spoilt(payload, { next, below, one }) {
  if (next() < 0.5) {
    const text = JSON.stringify(payload);
    const at = below(text.length);
    const rest = { cut: text.slice(at + 1 + below(3)), doubled: text.slice(Math.max(0, at - 4)), changed: one(['"', '[', ']', ',', '0', '~', ' ', '}', '\\u0000', 'z']) + text.slice(at + 1) };
    return JSON.parse(text.slice(0, at) + one(Object.values(rest)));
  }
  const copy = { root: structuredClone(payload) };
  let [holder, key] = [copy, 'root'];
  while (holder[key] !== null && typeof holder[key] === 'object' && Object.keys(holder[key]).length && next() < 0.7) {
    [holder, key] = [holder[key], one(Object.keys(holder[key]))];
  }
  holder[key] = one(ODD);
  return copy.root;
}

const isOurs = (error) => error instanceof QueryError || error instanceof LoadError || error instanceof lunr.QueryParseError;

/** What the pages ask for, one after the other. */
async function ask(searcher, query) {
  const answer = await searcher.search(query, { prefix: query.length % 2 === 0 });
  const refs = Array.from(answer.refs);
  assert.ok(refs.every((ref) => Number.isInteger(ref) && ref >= 0), 'a result has no number');
  assert.equal(answer.count, refs.length);
  for (const { title, start, url } of await searcher.documents(refs.slice(0, 5))) {
    assert.ok([title, start, url].every((text) => typeof text === 'string'), 'a result is no text');
  }
  await searcher.facets();
  const nearest = await searcher.nearest((answer.missing ?? []).map(({ word }) => word));
  for (const term of nearest.filter(Boolean)) assert.equal(typeof await searcher.spelled(term), 'string');
}

/** The error of our own, or none; any other is a failure. */
async function asked(make, query) {
  try {
    await ask(make(), query);
    return null;
  } catch (error) {
    if (!isOurs(error)) throw error;
    assert.ok(error.message.length > 0);
    return error;
  }
}

async function each(check) {
  const begun = performance.now();
  let errors = 0;
  let number = FROM;
  for (; SECONDS ? performance.now() - begun < SECONDS * 1000 : number < FROM + CASES; number += 1) {
    try {
      if (await check(dice(number))) errors += 1;
    } catch (error) {
      throw new Error(`case ${number}: ${error.stack}`, { cause: error });
    }
  }
  return { count: number - FROM, errors };
}

test('any query is answered, or told what is wrong with it', async () => {
  const { files, manifest } = archiveOf(dice(7));
  const searcher = createSearcher({ lunr, manifest, load: async (kind, n) => structuredClone(files.get(kind + n)) });
  const { count, errors } = await each((die) => asked(() => searcher, queryOf(die)));
  // Both happen, else the queries are not what they should be.
  assert.ok(errors > 0 && errors < count, `${errors} of ${count}`);
});

test('any index file is read, or told to be broken', async () => {
  const { count, errors } = await each(async (die) => {
    const { files, manifest } = archiveOf(die);
    const load = async (kind, n) => JSON.parse(JSON.stringify(spoiltFiles.get(kind + n) ?? files.get(kind + n)));
    const spoiltFiles = new Map();
    for (const name of files.keys()) if (die.next() < 0.4) {
      try {
        spoiltFiles.set(name, spoilt(files.get(name), die));
      } catch {
        // No JSON any more: the browser does not run such a file, so that it is missing.
        files.delete(name);
      }
    }
    return asked(() => createSearcher({ lunr, manifest, load }), die.one(WORDS) + die.one(['', '*', '~1']));
  });
  assert.ok(errors > 0 && errors < count, `${errors} of ${count}`);
  assert.deepEqual(Object.keys(Object.prototype), []);
});

test('any manifest is read, or told to be broken', async () => {
  const { count, errors } = await each(async (die) => {
    const { files, manifest } = archiveOf(die);
    const load = async (kind, n) => JSON.parse(JSON.stringify(files.get(kind + n)));
    const odd = { ...structuredClone(manifest) };
    odd[die.one(Object.keys(odd))] = die.one(ODD);
    return asked(() => createSearcher({ lunr, manifest: odd, load }), die.one(WORDS));
  });
  assert.ok(errors > 0 && errors < count, `${errors} of ${count}`);
});
