// Which terms of the index a clause of a query means: patterns, misspelt words, words half typed.
(() => {
  'use strict';
  const { LONGEST_TERM, trim, distanceOf, startShared, fuzzy, accepted, fits, QueryError } = PilcrowSearch;

  const MOST_EDITS = 2;
  // A wildcard may need so many shards, four megabytes, and no more.
  const MOST_SHARDS = 400;
  // What a last word that is still being typed may cost.
  const PREFIX_SHARDS = 3;
  const PREFIX_BOOST = 0.01;
  // Of words in their stem's place: what may follow it.
  const ENDINGS = 'able,ably,al,ally,ance,ation,ations,ative,ed,ely,ence,er,ers,es,ful,fully,ibly,ies,ing,ings,ion,ions,ity,ive,ized,izing,less,ly,ment,ments,ness,ous'.split(',');

  // The terms of an index that words stand for.
  const meaningsOf = (lunr, { termOf }, { shard, shardsOf, recordsOf, vocabulary }) => {
    const tooBroad = (clause, count) => new QueryError(
      `“${clause.term}” matches too many words (${count.toLocaleString('en')} or more). Add more letters.`, 0, 0);

    const expandFuzzy = async ({ term, editDistance }) => {
      const automaton = fuzzy(term, editDistance);
      const runs = await vocabulary(term.length - editDistance, term.length + editDistance);
      return accepted(runs.flatMap((run) => accepted(run, automaton)).sort(), automaton);
    };

    const expandWildcard = async (clause, capped) => {
      const { term } = clause;
      const start = term.slice(0, term.indexOf('*'));
      const fit = fits(term);
      const shards = start ? await shardsOf(start, true) : [];
      // Only where the start says it all are all shards needed; else the vocabulary is the shorter way.
      const isPrefix = start && /^\*+$/.test(term.slice(start.length));
      let found;
      if (isPrefix || (start && shards.length <= PREFIX_SHARDS)) {
        if (capped && shards.length > MOST_SHARDS) throw tooBroad(clause, shards.length * 100);
        found = (await Promise.all(shards.map(shard))).flatMap((one) => [...one.keys()]).filter(fit);
      } else {
        const literal = term.replaceAll('*', '').length;
        found = (await vocabulary(literal, LONGEST_TERM)).flatMap((run) => run.filter(fit));
        const needed = capped ? new Set((await Promise.all(found.map((one) => shardsOf(one, false)))).flat()) : [];
        if (needed.size > MOST_SHARDS) throw tooBroad(clause, found.length);
      }
      return accepted([...new Set(found)].sort(), lunr.TokenSet.fromString(term));
    };

    // The terms that a clause means, in lunr's order.
    const expand = (clause, capped) => {
      if ('editDistance' in clause) return expandFuzzy(clause);
      return clause.term.includes('*') ? expandWildcard(clause, capped) : [clause.term];
    };

    // A last word that may be half typed also stands for the words it begins. A word that there is counts so much more than
    // those it only begins that it comes first; where there is none, these are all that can be meant. And where none begins so, the
    // ending of a word may be half typed ("recyclin"): then the longest term that begins the word is taken.
    const beginning = async (clause) => {
      const typed = trim(clause.raw);
      if (typed.length < 2 || typed.length > LONGEST_TERM || typed.includes('*')) return [];
      const shards = await shardsOf(typed, true);
      const extra = (term, boost) => ({ ...clause, term, usePipeline: false, boost: boost * clause.boost });
      const isWord = (await recordsOf([termOf(typed)])).size > 0;
      if (shards.length <= PREFIX_SHARDS) {
        const begun = (await Promise.all(shards.map(shard))).some((one) => [...one.keys()].some((term) => term.startsWith(typed)));
        if (begun) return [extra(`${typed}*`, isWord ? PREFIX_BOOST : 1)];
      }
      if (isWord || typed.length < 6) return [];
      const stems = [1, 2, 3, 4].filter((less) => ENDINGS.some((ending) => ending.startsWith(typed.slice(-less)))).map((less) => typed.slice(0, -less));
      const known = await recordsOf(stems);
      const stem = stems.find((one) => known.has(one));
      return stem ? [extra(stem, 1)] : [];
    };

    // For each word that is no term the nearest that is one, or null: the fewest letters apart, then the longest common
    // start, then the order of terms.
    const nearest = (words) => Promise.all(words.map(async (word) => {
      const term = termOf(word);
      const most = term.length < 4 ? 1 : MOST_EDITS;
      if (!term || term.length > LONGEST_TERM || (await recordsOf([term])).size) return null;
      let best = null;
      for (const run of await vocabulary(term.length - most, term.length + most)) {
        for (const other of run) {
          const apart = distanceOf(term, other, best ? best.apart : most);
          if (apart > (best ? best.apart : most)) continue;
          const shared = startShared(term, other);
          const better = !best || apart < best.apart || shared > best.shared || (shared === best.shared && other < best.term);
          if (better) best = { term: other, apart, shared };
        }
      }
      return best && best.term;
    }));

    return { expand, beginning, nearest };
  };

  Object.assign(PilcrowSearch, { MOST_EDITS, meaningsOf });
})();
