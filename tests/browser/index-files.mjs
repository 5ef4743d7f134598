// A search index in memory, as the format says, for tests of its reader: with as many shards, pages and parts as a small
// archive would never have. And lunr's own index over the same terms.
const SYMBOLS = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).filter((sign) => !'"\\<'.includes(sign));

export function number(value) {
  if (value < 64) return SYMBOLS[value];
  const low = (value - 64) % 28;
  return SYMBOLS[64 + low] + number((value - 64 - low) / 28);
}

const numbers = (values) => values.map(number).join('');

const shared = (a, b) => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
};

function frontCoded(terms, withLength) {
  return terms.map((term, at) => {
    const same = at ? shared(terms[at - 1], term) : 0;
    return number(same) + (withLength ? number(term.length - same) : '') + term.slice(same);
  }).join('');
}

function runs(values) {
  const out = [];
  for (const value of values) {
    if (out.length && out.at(-1)[0] === value) out.at(-1)[1] += 1;
    else out.push([value, 0]);
  }
  return numbers(out.flat());
}

/** Every term with its postings: per field, [document, length, count]. */
function postingsOf(documents, fields) {
  const terms = new Map();
  documents.forEach((texts, document) => {
    let rank = 0;
    fields.forEach((_, field) => {
      const words = texts[field] ?? [];
      for (const word of words) {
        if (!terms.has(word)) terms.set(word, { rank, fields: fields.map(() => []) });
        rank += 1;
        const places = terms.get(word).fields[field];
        if (places.at(-1)?.[0] === document) places.at(-1)[2] += 1;
        else places.push([document, words.length, 1]);
      }
    });
  });
  return new Map([...terms].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function columns(entries) {
  const [heads, docs, lengths, counts] = ['', '', '', ''].map(() => []);
  for (const { rank, total, split, fields } of entries) {
    const mask = fields.reduce((sum, places, at) => sum | (places.length ? 1 << at : 0), 0);
    heads.push(rank, mask | (split ? 128 : 0), ...(split ? [total] : []));
    for (const places of fields.filter(({ length }) => length)) {
      heads.push(places.length);
      let next = 0;
      for (const [document, length, count] of places) {
        docs.push(document - next);
        lengths.push(length);
        counts.push(count - 1);
        next = document + 1;
      }
    }
  }
  return [frontCoded(entries.map(({ term }) => term), true), ...[heads, docs, lengths, counts].map(numbers)];
}

function shardsOf(postings, perShard) {
  const shards = [];
  let open = [];
  const close = () => {
    if (open.length) shards.push({ bound: shards.length ? open[0].term : '', entries: open });
    open = [];
  };
  let size = 0;
  for (const [term, { rank, fields }] of postings) {
    const all = fields.flatMap((places, field) => places.map((place) => [field, place]));
    if (size + all.length > perShard) { close(); size = 0; }
    if (all.length <= perShard) {
      open.push({ term, rank, fields });
      size += all.length;
      continue;
    }
    for (let from = 0; from < all.length; from += perShard) {
      const part = all.slice(from, from + perShard);
      const own = fields.map((_, field) => part.filter(([of]) => of === field).map(([, place]) => place));
      shards.push({ bound: term, entries: [{ term, rank, split: true, total: all.length, fields: own }] });
    }
  }
  close();
  return shards;
}

function vocabularyOf(terms, perFile) {
  const sorted = [...terms].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const files = [];
  for (let from = 0; from < sorted.length; from += perFile) files.push(sorted.slice(from, from + perFile));
  return files.map((file) => {
    const lengths = [...new Set(file.map(({ length }) => length))];
    return lengths.map((length) => {
      const own = file.filter((term) => term.length === length);
      return [length, own.length, frontCoded(own, false)];
    });
  });
}

/**
 * Files by name (`t0`, …) and the manifest. A document is a list of terms per field, or an object with `texts` and what
 * is shown of it and what it is filtered by.
 */
export function indexOf(documents, fields, { perShard = 40, perPage = 0, perFile = 30, build = 'b1', ...more } = {}) {
  const all = documents.map((one) => (Array.isArray(one) ? { texts: one } : one));
  const texts = all.map((one) => one.texts);
  const postings = postingsOf(texts, fields);
  const shards = shardsOf(postings, perShard);
  const vocabulary = vocabularyOf(postings.keys(), perFile);
  const files = new Map();
  shards.forEach(({ entries }, n) => files.set(`t${n}`, columns(entries)));
  vocabulary.forEach((file, n) => files.set(`v${n}`, file));
  const perBlock = 4;
  const shown = all.map(({ severity = 0, id = 'C1', title = '', start = '', url = 'x.html', subject = '', place = '', agents = [], date = '2026-01-01', status = '' }) =>
    [severity, id, title, start, url, subject, place, agents, date, status]);
  for (let n = 0; n * perBlock < shown.length; n += 1) files.set(`d${n}`, shown.slice(n * perBlock, (n + 1) * perBlock));
  const { repositories = [], kinds = [['code', 'Code']], sets = [[]], statuses = [], standings = [], newestDay = 20000, agents = [] } = more;
  files.set('f0', [repositories, kinds, sets, statuses, newestDay, standings]);
  const perFacetFile = 5;
  const facetFiles = Math.ceil(all.length / perFacetFile);
  for (let n = 0; n < facetFiles; n += 1) {
    const own = all.slice(n * perFacetFile, (n + 1) * perFacetFile);
    files.set(`f${n + 1}`, ['severity', 'set', 'repo', 'kind', 'age', 'statusAt', 'standingAt'].map((name) => runs(own.map((one) => one[name] ?? 0))));
  }
  const bounds = shards.map(({ bound }) => bound);
  const manifest = {
    format: 1, build, scripts: [], documents: all.length, findings: all.filter(({ severity = 0 }) => severity < 4).length, fields,
    totals: fields.map((_, at) => texts.reduce((sum, one) => sum + (one[at] ?? []).length, 0)), shards: shards.length,
    vocabulary: vocabulary.map(([[length]]) => length), per_block: perBlock, facet_files: facetFiles, per_facet_file: perFacetFile, agents,
  };
  if (perPage) {
    manifest.pages = [];
    for (let from = 0; from < bounds.length;) {
      let to = Math.min(bounds.length, from + perPage);
      while (to < bounds.length && bounds[to] === bounds[to - 1]) to += 1;
      files.set(`p${manifest.pages.length}`, bounds.slice(from, to));
      manifest.pages.push([bounds[from], from]);
      from = to;
    }
  } else manifest.bounds = bounds;
  return { files, manifest };
}

/** What lunr makes of the same terms. */
export function lunrOf(lunr, documents, fields, pipeline) {
  const builder = new lunr.Builder();
  builder.ref('ref');
  fields.forEach(([name, boost]) => builder.field(name, { boost }));
  documents.forEach((one, ref) => {
    const texts = Array.isArray(one) ? one : one.texts;
    builder.add(Object.fromEntries([['ref', String(ref)], ...fields.map(([name], at) => [name, texts[at] ?? []])]));
  });
  builder.searchPipeline._stack.push(...pipeline);
  return builder.build();
}
