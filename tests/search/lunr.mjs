// lunr.js itself, for tests/all/search.rs: `stems WORDS` stems and trims a list of words, `exact FOLDER` asks the sharded
// index and lunr's own the same queries. Both read and write JSON.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import engine from './engine.mjs';

const require = createRequire(import.meta.url);
const STATIC = new URL('../../static/', import.meta.url);
const lunr = require(new URL('vendor/lunr/lunr.min.js', STATIC).pathname);
const MOST_DIFFERENCE = 1e-9;

const json = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

const stems = (file) => json(file).map((word) => {
  const trimmed = lunr.trimmer(new lunr.Token(word, {})).toString();
  const stop = lunr.stopWordFilter(new lunr.Token(trimmed, {})) === undefined;
  return [trimmed, stop, lunr.stemmer(new lunr.Token(trimmed, {})).toString()];
});

// What lunr makes of the same terms: documents are [field of terms, …].
const wholeIndex = (documents, fields, pipeline) => {
  const builder = new lunr.Builder();
  builder.ref('ref');
  fields.forEach(([name, boost]) => builder.field(name, { boost }));
  documents.forEach((texts, ref) => {
    builder.add(Object.fromEntries([['ref', String(ref)], ...fields.map(([name], at) => [name, texts[at]])]));
  });
  builder.searchPipeline.add(...pipeline);
  return builder.build();
};

// The index's files as a script of a page would get them.
const filesOf = (folder) => {
  const read = (path, wanted) => {
    let found;
    vm.runInNewContext(readFileSync(join(folder, path), 'utf8'), {
      pilcrowPart: (build, key, payload) => { found = { build, key, payload }; },
    });
    if (!found || found.key !== wanted) throw new Error(`${path} is not ${wanted}`);
    return JSON.parse(JSON.stringify(found));
  };
  const manifest = read('manifest.js', 'manifest').payload;
  const load = async (kind, n) => read(`${manifest.build}/${kind}/${Math.floor(n / 1000)}/${n}.js`, `${kind}${n}`).payload;
  return { manifest, load };
};

const answer = async (ask) => {
  try {
    return (await ask()).map(({ ref, score }) => ({ ref: String(ref), score }));
  } catch (error) {
    if (error instanceof lunr.QueryParseError || error.name === 'QueryParseError') return `error: ${error.message}`;
    throw error;
  }
};

const difference = (ours, lunrs) => {
  if (typeof ours === 'string' || typeof lunrs === 'string') return ours === lunrs ? null : `${JSON.stringify(ours).slice(0, 200)} against ${JSON.stringify(lunrs).slice(0, 200)}`;
  if (ours.length !== lunrs.length) return `${ours.length} results against ${lunrs.length}`;
  for (let at = 0; at < ours.length; at += 1) {
    if (ours[at].ref !== lunrs[at].ref) return `result ${at} is ${ours[at].ref} (${ours[at].score}) and not ${lunrs[at].ref} (${lunrs[at].score})`;
    if (!(Math.abs(ours[at].score - lunrs[at].score) <= MOST_DIFFERENCE)) return `${ours[at].ref} scores ${ours[at].score} and not ${lunrs[at].score}`;
  }
  return null;
};

const exact = async (folder) => {
  const { manifest, load } = filesOf(join(folder, 'search-index'));
  const searcher = engine.createSearcher({ lunr, manifest, load });
  const whole = wholeIndex(json(folder, 'documents.json'), manifest.fields, searcher.pipeline);
  const report = { asked: 0, answered: 0, errors: 0, wrong: [] };
  for (const query of json(folder, 'queries.json')) {
    const lunrs = await answer(async () => whole.search(query));
    const ours = await answer(() => searcher.exact(query));
    const wrong = difference(ours, lunrs);
    report.asked += 1;
    if (typeof lunrs === 'string') report.errors += 1;
    else if (lunrs.length) report.answered += 1;
    if (wrong) report.wrong.push([query.slice(0, 100), wrong]);
  }
  return report;
};

const [command, place] = process.argv.slice(2);
const commands = { stems, exact };
process.stdout.write(JSON.stringify(await commands[command](place)));
