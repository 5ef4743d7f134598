// The searcher: answers what people type, from files that it loads as it needs them.
(() => {
  'use strict';
  const { languageOf, prepare, explained, filesOf, MOST_EDITS, meaningsOf, Answer, rankingOf } = PilcrowSearch;

  const LONGEST_QUERY = 2000;
  // Of the documents that hold a term, how many are looked at for how it is written.
  const LOOKED_AT = 8;

  // `lunr` is the library, `manifest` that of the index, `load(kind, number)` promises what a file holds.
  const createSearcher = ({ lunr, manifest, load }) => {
    const files = filesOf(manifest, load);
    const { fields, recordsOf, documents, facets } = files;
    const language = languageOf(lunr);
    const { pipeline, termOf, isStopWord, marked } = language;
    const { expand, beginning, nearest } = meaningsOf(lunr, language, files);
    const ranking = rankingOf(lunr, language, files);
    const { isProhibited } = ranking;

    const answer = async (clauses, capped) => ranking.answer(clauses, await Promise.all(clauses.map((clause) => expand(clause, capped))));

    // The clauses of a query and, for each, where its word stands.
    const parse = (text) => {
      const query = new lunr.Query(fields);
      const parser = new lunr.QueryParser(text, query);
      parser.parse();
      const words = parser.lexemes.filter(({ type }) => type === lunr.QueryLexer.TERM);
      return query.clauses.map((clause, at) => ({ ...clause, raw: clause.term, start: words[at].start, end: words[at].end }));
    };

    const throughPipeline = (clause) => (clause.usePipeline
      ? { ...clause, term: pipeline.runString(clause.term, {})[0] } : clause);

    // As lunr.Index.search, with nothing done to the text first.
    const exact = async (text) => (await answer(parse(text).map(throughPipeline), false)).found.results;

    const parsed = (text) => {
      const prepared = prepare(text, fields);
      try {
        return parse(prepared.text).map((clause) => ({ ...clause, start: prepared.origin[clause.start], end: prepared.origin[clause.end - 1] + 1 }));
      } catch (error) {
        throw error instanceof lunr.QueryParseError ? explained(error, text, prepared.origin) : error;
      }
    };

    const isPlain = (clause) => clause.usePipeline && !('editDistance' in clause) && clause.presence === lunr.Query.presence.OPTIONAL;

    const search = async (given, { prefix = false } = {}) => {
      const notes = [];
      const text = given.slice(0, LONGEST_QUERY);
      if (given.length > LONGEST_QUERY) notes.push(`Only the first ${LONGEST_QUERY.toLocaleString('en')} characters of the query were used.`);
      const all = parsed(text);
      for (const clause of all.filter(({ editDistance }) => editDistance > MOST_EDITS)) {
        clause.editDistance = MOST_EDITS;
        notes.push(`At most ${MOST_EDITS} letters may differ: “${clause.raw}~${MOST_EDITS}” was searched for instead.`);
      }
      // Stop words are in no index; one that is looked for in a field, or must be there, is left to find nothing.
      const isDropped = (clause) => isPlain(clause) && clause.fields === all[0].fields && isStopWord(clause.raw);
      const kept = all.filter((clause) => !isDropped(clause) || clause.fields.length !== fields.length);
      const last = all[all.length - 1];
      const typing = prefix && last && isPlain(last) && last.boost === 1 && last.end === text.length ? await beginning(last) : [];
      const clauses = [...kept.map(throughPipeline), ...typing];
      if (all.some((clause) => !isProhibited(clause)) && clauses.every(isProhibited)) {
        notes.push('These words are too common to search for. Add another.');
        return new Answer(new Uint32Array(0), null, notes);
      }
      const { records, found } = await answer(clauses, true);
      found.notes = notes;
      found.missing = kept.filter((clause) => clause.usePipeline && !('editDistance' in clause) && !isProhibited(clause))
        .filter((clause) => termOf(clause.raw) && !records.has(termOf(clause.raw)))
        .map(({ raw, start, end }) => ({ word: raw, start, end }));
      return found;
    };

    // A term as somebody wrote it, since terms are stems: looked for where results show it.
    const spelled = async (term) => {
      const record = (await recordsOf([term])).get(term);
      const places = record ? record.fields.filter(Boolean).flatMap(({ docs }) => [...docs.slice(0, LOOKED_AT)]) : [];
      for (const { title, start } of await documents(places.slice(0, LOOKED_AT))) {
        const words = marked(`${title} ${start}`, new Set([term])).filter(([, isMatch]) => isMatch);
        if (words.length) return words[0][0].toLowerCase();
      }
      return term;
    };

    return { search, exact, documents, facets, nearest, spelled, marked, manifest, pipeline: language.parts };
  };

  // Gives an answer only to the newest question.
  const newest = () => {
    let asked = 0;
    return async (ask) => {
      const mine = asked += 1;
      const settled = await Promise.resolve().then(ask).then((value) => ({ value }), (error) => ({ error }));
      return mine === asked ? settled : null;
    };
  };

  Object.assign(PilcrowSearch, { createSearcher, newest });
})();
