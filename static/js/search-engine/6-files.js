// The files of the index: which of them hold a term, and what they hold.
(() => {
  'use strict';
  const { must, joined, merged, readShard, readVocabulary, readTexts, readRuns, LONGEST_TERM, SEVERITIES } = PilcrowSearch;

  const FORMAT = 1;
  // Far more than a site can have, and few enough to keep a number of each.
  const MOST_DOCUMENTS = 1e7;

  class LoadError extends Error {
    constructor(file, cause) {
      super(`${file}: ${cause && cause.message ? cause.message : cause}`);
      Object.assign(this, { name: 'LoadError', file, cause });
    }
  }

  const isText = (value) => typeof value === 'string';
  const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
  const isList = (value, isOne) => Array.isArray(value) && value.every(isOne);
  const isPair = (isFirst, isSecond) => (value) => Array.isArray(value) && isFirst(value[0]) && isSecond(value[1]);
  const isValue = isPair(isText, isText);

  const lookOver = (manifest) => {
    const { documents, fields, totals, shards, bounds, pages, vocabulary, per_block, per_facet_file, facet_files, agents } = manifest;
    must(isCount(documents) && documents <= MOST_DOCUMENTS && isCount(manifest.findings), 'numbers are missing');
    must(isList(fields, isPair(isText, Number.isFinite)) && isList(totals, isCount) && totals.length === fields.length, 'fields are missing');
    must(isCount(shards) && isList(vocabulary, isCount), 'terms are missing');
    must(!shards || (bounds ? isList(bounds, isText) && bounds.length === shards : isList(pages, isPair(isText, isCount)) && pages.length), 'bounds are missing');
    must(isCount(per_block) && per_block && isCount(per_facet_file) && per_facet_file, 'sizes are missing');
    must(facet_files === Math.ceil(documents / per_facet_file) && isList(agents, isValue), 'values are missing');
  };

  // The files of an index, each loaded once, when it is first asked for, by `load(kind, number)`.
  const filesOf = (manifest, load) => {
    if (!manifest || manifest.format !== FORMAT) throw new LoadError('manifest', 'another format');
    try {
      lookOver(manifest);
    } catch (error) {
      throw new LoadError('manifest', error);
    }
    const fields = manifest.fields.map(([name]) => name);
    const shape = { documents: manifest.documents, fields };

    // Each file once; one that failed is asked for again.
    const parts = new Map();
    const part = (kind, n, read) => {
      const file = kind + n;
      if (!parts.has(file)) {
        const loaded = Promise.resolve().then(() => load(kind, n)).then((payload) => read(payload, shape)).catch((error) => {
          parts.delete(file);
          throw error instanceof LoadError ? error : new LoadError(file, error);
        });
        parts.set(file, loaded);
      }
      return parts.get(file);
    };

    // The bounds of the shards around a text, and the number of the first.
    const boundsAround = async (text, belongs) => {
      const { bounds, pages } = manifest;
      if (bounds) return [0, bounds];
      let from = 0;
      while (from + 1 < pages.length && pages[from + 1][0] < text) from += 1;
      let to = from + 1;
      while (to < pages.length && belongs(pages[to][0])) to += 1;
      const numbers = Array.from({ length: to - from }, (_, at) => from + at);
      const all = await Promise.all(numbers.map((n) => part('p', n, readTexts)));
      return [pages[from][1], all.flat()];
    };

    // The shards that may hold a term, or the terms that begin so.
    const shardsOf = async (text, asPrefix) => {
      if (!manifest.shards) return [];
      const belongs = asPrefix ? (bound) => bound.startsWith(text) : (bound) => bound === text;
      const [offset, bounds] = await boundsAround(text, belongs);
      let [low, high] = [0, bounds.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (bounds[middle] < text) low = middle + 1;
        else high = middle;
      }
      const first = bounds[low] === text ? low : Math.max(0, low - 1);
      let last = first;
      while (last + 1 < bounds.length && belongs(bounds[last + 1])) last += 1;
      return Array.from({ length: last - first + 1 }, (_, at) => offset + first + at);
    };
    const shard = (n) => part('t', n, readShard);

    // The postings of terms, of those that there are.
    const recordsOf = async (terms) => {
      const records = new Map();
      await Promise.all([...new Set(terms)].filter((term) => term && term.length <= LONGEST_TERM).map(async (term) => {
        const shards = await Promise.all((await shardsOf(term, false)).map(shard));
        const found = shards.map((one) => one.get(term)).filter(Boolean);
        if (found.length) records.set(term, merged(found));
      }));
      return records;
    };

    // All terms of certain lengths, a run of sorted ones after the other.
    const vocabulary = async (shortest, longest) => {
      const starts = manifest.vocabulary;
      const files = starts.map((_, n) => n).filter((n) => starts[n] <= longest && !(starts[n + 1] < shortest));
      const runs = (await Promise.all(files.map((n) => part('v', n, readVocabulary)))).flat();
      return runs.filter(([length]) => length >= shortest && length <= longest).map(([, terms]) => terms);
    };

    const documents = async (refs) => {
      const of = (ref) => Math.floor(ref / manifest.per_block);
      const numbers = [...new Set(Array.from(refs, of))];
      const blocks = await Promise.all(numbers.map((n) => part('d', n, (payload) => readDocuments(payload, n))));
      return Array.from(refs, (ref) => {
        const found = blocks[numbers.indexOf(of(ref))][ref % manifest.per_block];
        return { ref, ...found };
      });
    };

    const readDocuments = (payload, n) => {
      const count = Math.min(manifest.per_block, manifest.documents - n * manifest.per_block);
      must(Array.isArray(payload) && payload.length === count, 'documents are missing');
      return payload.map((one) => {
        must(Array.isArray(one) && one.length === 10 && SEVERITIES[one[0]] && Array.isArray(one[7]), 'a document is broken');
        const [severity, id, title, start, url, subject, place, agents, date, status] = one;
        must(isList([id, title, start, url, subject, place, date, status], isText), 'a document is broken');
        const who = agents.map((agent) => manifest.agents[agent]);
        must(who.every(Boolean), 'an agent is unknown');
        return { severity, id, title, start, url, subject, place, agents: who, date, status };
      });
    };

    // What can be filtered by: for each facet its values ([slug, words]) and a column with a number for each document.
    let known = null;
    const facets = () => {
      known ||= readFacets().catch((error) => { known = null; throw error; });
      return known;
    };
    const readFacets = async () => {
      const files = Array.from({ length: manifest.facet_files }, (_, n) => n);
      const lengthOf = (n) => Math.min(manifest.per_facet_file, manifest.documents - n * manifest.per_facet_file);
      const [dictionaries, ...all] = await Promise.all([
        part('f', 0, (payload) => {
          const [repositories, kinds, sets, statuses, newestDay, standings] = isList(payload, () => true) ? payload : [];
          const are = isList(repositories, isText) && isList(kinds, isValue) && isList(sets, (set) => isList(set, isCount)) && isList(statuses, isValue) && isList(standings, isValue);
          must(are && Number.isInteger(newestDay), 'dictionaries are missing');
          return payload;
        }),
        ...files.map((n) => part('f', n + 1, (payload) => {
          must(Array.isArray(payload) && payload.length === 7, 'columns are missing');
          return payload.map((text) => readRuns(text, lengthOf(n)));
        })),
      ]);
      const [repositories, kinds, sets, statuses, newestDay, standings] = dictionaries;
      const [severity, agent, repo, kind, day, status, standing] = [0, 1, 2, 3, 4, 5, 6].map((at) => joined(all.map((columns) => columns[at])));
      const within = (column, count) => must(column.every((value) => value < count), 'a value is unknown');
      const sizes = [SEVERITIES, sets, [0, ...repositories], kinds, [0, ...statuses], [0, ...standings]];
      try {
        [severity, agent, repo, kind, status, standing].forEach((column, at) => within(column, sizes[at].length));
        must(sets.every((set) => set.every((one) => manifest.agents[one])), 'an agent is unknown');
      } catch (error) {
        [0, ...files.map((n) => n + 1)].forEach((n) => parts.delete(`f${n}`));
        throw new LoadError('f1', error);
      }
      return {
        columns: { severity, agent, repo, kind, status, standing, day: Int32Array.from(day, (before) => newestDay - before) },
        values: { severity: SEVERITIES, agent: manifest.agents, repo: repositories.map((name) => [name, name]), kind: kinds, status: statuses, standing: standings },
        sets,
      };
    };

    return { manifest, fields, shard, shardsOf, recordsOf, vocabulary, documents, facets };
  };

  Object.assign(PilcrowSearch, { LoadError, filesOf });
})();
