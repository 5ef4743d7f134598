// What can be found, narrowed: severities, facets, and how many documents each value has.
(() => {
  'use strict';

  const SEVERITIES = [
    ['critical', 'Critical'], ['important', 'Important'], ['suggestion', 'Suggestion'], ['concern', 'Concern'], ['review', 'Review'],
  ];
  const REVIEW = SEVERITIES.length - 1;
  const FACETS = ['severity', 'agent', 'repo', 'kind', 'status', 'standing'];

  // Of the documents of an answer those that pass all filters, by their place in it; and for each value of each facet
  // how many pass the filters of the *other* facets, which is how many one would see on choosing it.
  const narrow = (refs, { columns, values, sets }, chosen) => {
    const counts = {};
    const tests = FACETS.map((name) => {
      const wanted = chosen[name] && chosen[name].length ? new Set(chosen[name]) : null;
      const mask = wanted && values[name].map(([slug]) => wanted.has(slug));
      const count = counts[name] = new Uint32Array(values[name].length);
      const column = columns[name];
      // Severity and kind count from 0, what may be missing from 1; agents come in sets.
      const shift = ['repo', 'status', 'standing'].includes(name) ? 1 : 0;
      const of = name === 'agent' ? (ref) => sets[column[ref]] : null;
      return {
        passes: !mask ? () => true : of ? (ref) => of(ref).some((one) => mask[one]) : (ref) => Boolean(mask[column[ref] - shift]),
        add: of ? (ref) => { for (const one of of(ref)) count[one] += 1; } : (ref) => { if (column[ref] >= shift) count[column[ref] - shift] += 1; },
      };
    });
    const [since, until] = [chosen.since ?? -Infinity, chosen.until ?? Infinity];
    const kept = new Uint32Array(refs.length);
    let [size, reviews] = [0, 0];
    for (let at = 0; at < refs.length; at += 1) {
      const ref = refs[at];
      if (columns.day[ref] < since || columns.day[ref] > until) continue;
      const failed = tests.filter((one) => !one.passes(ref));
      if (failed.length === 0) {
        kept[size++] = at;
        if (columns.severity[ref] === REVIEW) reviews += 1;
        for (const one of tests) one.add(ref);
      } else if (failed.length === 1) failed[0].add(ref);
    }
    return { kept: kept.slice(0, size), counts, reviews, findings: size - reviews };
  };

  Object.assign(PilcrowSearch, { SEVERITIES, FACETS, narrow });
})();
