// The answer to a query, from a lunr index of no more than the terms it needs. A document's score in lunr is made of the
// query's terms alone, and so such an index gives the same documents, scores and order as the whole one.
(() => {
  'use strict';

  // What lunr's builder takes where nobody says otherwise.
  const [K1, B] = [1.2, 0.75];
  const EMPTY = Object.freeze(Object.create(null));

  // Documents by number, best first. Results as lunr has them are made only when asked for: there may be a million.
  class Answer {
    constructor(refs, found, notes = [], missing = []) {
      Object.assign(this, { refs, found, notes, missing });
    }

    get count() { return this.refs.length; }

    score(at) { return this.found ? this.found[at].score : 0; }

    terms(at) { return this.found ? Object.keys(this.found[at].matchData.metadata) : []; }

    get results() {
      return Array.from(this.refs, (ref, at) => ({ ref: String(ref), score: this.score(at), terms: this.terms(at) }));
    }
  }

  // Answers of clauses whose terms are known, in lunr's order.
  const rankingOf = (lunr, { pipeline }, { manifest, fields, recordsOf }) => {
    const averages = manifest.totals.map((total) => total / manifest.documents);

    const weigh = ({ total, fields: places }, at, place) => {
      const x = (manifest.documents - total + 0.5) / (total + 0.5);
      const idf = Math.log(1 + Math.abs(x));
      const tf = places[at].counts[place];
      let score = idf * ((K1 + 1) * tf) / (K1 * (1 - B + B * (places[at].lengths[place] / averages[at])) + tf);
      score *= manifest.fields[at][1] || 1;
      return Math.round(score * 1000) / 1000;
    };

    // A number that orders terms as lunr meets them: by the first document, then by the place in it.
    const orderOf = ({ rank, fields: places }) => {
      const first = Math.min(...places.map((place) => (place ? place.docs[0] : Infinity)));
      return first * 2 ** 21 + rank;
    };

    const indexOf = (records, weighed, expansions) => {
      const invertedIndex = Object.create(null);
      const fieldVectors = Object.create(null);
      const inOrder = [...records].map(([term, record]) => [orderOf(record), term, record]).sort((a, b) => a[0] - b[0]);
      for (const [order, term, record] of inOrder) {
        const posting = invertedIndex[term] = Object.create(null);
        posting._index = order;
        fields.forEach((name, at) => {
          const documents = posting[name] = Object.create(null);
          const place = record.fields[at];
          for (let n = 0; place && n < place.docs.length; n += 1) {
            documents[place.docs[n]] = EMPTY;
            if (!weighed.has(term)) continue;
            const vector = fieldVectors[`${name}/${place.docs[n]}`] ||= new lunr.Vector();
            vector.elements.push(order, weigh(record, at, n));
          }
        });
      }
      // lunr asks once for each clause, in their order; what they mean is known by now.
      let asked = 0;
      const tokenSet = { intersect: () => ({ toArray: () => expansions[asked++] }) };
      return new lunr.Index({ invertedIndex, fieldVectors, tokenSet, fields, pipeline });
    };

    const isProhibited = ({ presence }) => presence === lunr.Query.presence.PROHIBITED;

    // A query that only says what not: lunr gives all others, in order, with no score.
    const allBut = (clauses, expansions, records) => {
      const out = new Uint8Array(manifest.documents);
      clauses.forEach((clause, at) => expansions[at].forEach((term) => {
        for (const name of clause.fields) {
          const place = records.get(term).fields[fields.indexOf(name)];
          if (place) for (const document of place.docs) out[document] = 1;
        }
      }));
      const refs = new Uint32Array(out.length);
      let size = 0;
      out.forEach((hidden, document) => { if (!hidden) refs[size++] = document; });
      return new Answer(refs.slice(0, size), null);
    };

    // The answer, and where each term stands. `wanted` has the terms of each clause.
    const answer = async (clauses, wanted) => {
      const records = await recordsOf(wanted.flat());
      const expansions = wanted.map((terms) => terms.filter((term) => records.has(term)));
      if (clauses.every(isProhibited)) return { records, found: allBut(clauses, expansions, records) };
      const weighed = new Set(expansions.filter((_, at) => !isProhibited(clauses[at])).flat());
      const found = indexOf(records, weighed, expansions).query((query) => {
        for (const { fields: scope, presence, boost } of clauses) {
          query.clauses.push({ term: '', usePipeline: false, fields: scope, presence, boost });
        }
      });
      return { records, found: new Answer(Uint32Array.from(found, ({ ref }) => Number(ref)), found) };
    };

    return { answer, isProhibited };
  };

  Object.assign(PilcrowSearch, { Answer, rankingOf });
})();
