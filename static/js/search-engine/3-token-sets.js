// Which terms of a list a word with wildcards or edits means, in lunr's order, without lunr's own token set of all terms.
(() => {
  'use strict';

  // What lunr's fuzzy token set accepts, state by state as it is asked for: that set itself has a node for every way to
  // spell an edit, millions for a long word. A state is the list of lunr's frames that end in the same node, in lunr's
  // order and each once, so that edges come in lunr's order as well, which ranks equal scores.
  const fuzzy = (term, distance) => {
    const states = new Map();
    const shorter = ({ lead, at, edits }) => (lead ? { lead: '', at, edits } : { lead: '', at: at + 1, edits });
    const left = ({ lead, at }) => lead.length + term.length - at;
    const stateOf = (frames) => {
      const known = new Set();
      const unique = frames.filter((frame) => {
        const name = `${frame.at},${frame.edits},${frame.lead && frame.lead.charCodeAt(0)}`;
        return !known.has(name) && known.add(name);
      });
      const name = [...known].join(' ');
      if (!states.has(name)) states.set(name, new State(unique));
      return states.get(name);
    };
    class State {
      constructor(frames) {
        this.frames = frames;
        // What is left may be left out.
        this.final = frames.some((frame) => left(frame) <= frame.edits);
      }

      get edges() {
        if (this.known) return this.known;
        const next = {};
        const seen = new Set();
        const to = (edge, ...frames) => { (next[edge] ||= []).push(...frames); };
        const visit = (frame) => {
          const name = `${frame.at},${frame.edits},${frame.lead && frame.lead.charCodeAt(0)}`;
          if (seen.has(name)) return;
          seen.add(name);
          const first = frame.lead || term[frame.at];
          const fewer = { ...frame, edits: frame.edits - 1 };
          const [some, edit] = [left(frame) > 0, frame.edits > 0];
          const second = edit && left(frame) > 1 ? term[frame.lead ? frame.at : frame.at + 1] : '';
          // The edges in the order in which lunr makes them, then what follows them in the order in which it goes on.
          if (some) to(first);
          if (edit) to('*');
          if (second) to(second, { lead: first, at: frame.lead ? frame.at + 1 : frame.at + 2, edits: fewer.edits });
          if (edit && some) to('*', shorter(fewer));
          if (second) visit(shorter(fewer));
          if (edit) to('*', fewer);
          if (some) to(first, shorter(frame));
        };
        this.frames.forEach(visit);
        this.known = {};
        for (const edge of Object.keys(next)) this.known[edge] = stateOf(next[edge]);
        return this.known;
      }
    }
    return stateOf([{ lead: '', at: 0, edits: distance }]);
  };

  // The terms of a sorted list that a token set accepts, in the order in which lunr would name them: the walk of lunr's
  // TokenSet.intersect, but over the list, and never twice from the same pair of states. The first visit of a pair has
  // made all below it before lunr comes to the second, so that this one changes nothing; without it, `*a*a*a*` ends.
  const accepted = (terms, automaton) => {
    const node = (low, high, depth) => ({ low, high, depth, edges: {}, final: false, below: null, seen: new Set() });
    const below = ({ low, high, depth }) => {
      const kids = {};
      for (let at = terms[low].length === depth ? low + 1 : low; at < high;) {
        const from = at;
        const unit = terms[from][depth];
        while (at < high && terms[at][depth] === unit) at += 1;
        kids[unit] = node(from, at, depth + 1);
      }
      return kids;
    };
    const root = node(0, terms.length, 0);
    const stack = terms.length ? [[automaton, root]] : [];
    while (stack.length) {
      const [state, out] = stack.pop();
      if (out.seen.has(state)) continue;
      out.seen.add(state);
      const kids = out.below ||= below(out);
      for (const edge of Object.keys(state.edges)) {
        const next = state.edges[edge];
        for (const unit of edge === '*' ? Object.keys(kids) : [edge]) {
          const kid = kids[unit];
          if (!kid) continue;
          out.edges[unit] = kid;
          kid.final ||= next.final && terms[kid.low].length === kid.depth;
          stack.push([next, kid]);
        }
      }
    }
    const words = [];
    for (const nodes = [root]; nodes.length;) {
      const one = nodes.pop();
      if (one.final) words.push(terms[one.low]);
      for (const unit of Object.keys(one.edges)) nodes.push(one.edges[unit]);
    }
    return words;
  };

  // Whether a term fits a pattern with `*`, without ever going back.
  const fits = (pattern) => {
    const pieces = pattern.split('*');
    const [first, last] = [pieces.shift(), pieces.pop()];
    return (term) => {
      if (term.length < first.length + last.length || !term.startsWith(first) || !term.endsWith(last)) return false;
      let at = first.length;
      for (const piece of pieces) {
        const found = term.indexOf(piece, at);
        if (found < 0) return false;
        at = found + piece.length;
      }
      return at <= term.length - last.length;
    };
  };

  Object.assign(PilcrowSearch, { fuzzy, accepted, fits });
})();
