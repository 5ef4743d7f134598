// Filters on search.html: for each facet its values, with how many results each would leave.
(() => {
  'use strict';
  const { FACETS, narrow, element, icon, problemWords, dayOf, dateOf, filtersOf, unfiltered } = PilcrowSearch;

  const NAMES = { severity: 'Severity', agent: 'Agent', repo: 'Repository', kind: 'Kind', status: 'State', standing: 'Rounds' };
  const FEW = 8;

  const boxOf = (name, [slug, words, slot]) => {
    const box = element('input', { type: 'checkbox', name, value: slug });
    const label = element('label', {}, box);
    if (name === 'severity' && slug !== 'review') { label.className = slug; label.append(icon(slug)); }
    const figure = element('span', { className: 'num' });
    label.append(element('span', {}, name === 'agent' ? element('span', { className: `a${slot}`, textContent: words }) : words), figure);
    return { box, label, figure };
  };

  // Where search.html has its filters. `current()` is the page's state, `link` makes a link to another, `again` asks anew.
  const filtersOn = (form, { current, link, again }) => {
    let drawn = null;

    // Values that most documents have come first and stay in their places, so that nothing jumps when one is chosen.
    const facetOf = (name, facets, totals) => {
      const values = facets.values[name];
      const places = values.map((_, at) => at).filter((at) => totals[at]);
      if (name !== 'severity') places.sort((a, b) => totals[b] - totals[a] || a - b);
      const boxes = new Map(places.map((at) => [at, boxOf(name, values[at])]));
      const more = element('button', { type: 'button', className: 'plain' });
      const set = element('fieldset', { className: 'facet' }, element('legend', { textContent: NAMES[name] }), ...[...boxes.values()].map(({ label }) => label), more);
      let open = false;
      const update = (counts) => {
        let left = FEW;
        let [folded, exist] = [0, 0];
        for (const [at, { box, label, figure }] of boxes) {
          box.checked = current()[name].includes(box.value);
          figure.textContent = counts[at].toLocaleString('en');
          const exists = counts[at] > 0 || box.checked;
          label.hidden = !exists || (left <= 0 && !open && !box.checked);
          if (exists) exist += 1;
          if (exists && label.hidden) folded += 1;
          if (!label.hidden) left -= 1;
        }
        more.hidden = !folded && !(open && exist > FEW);
        more.textContent = open ? 'Show fewer' : `Show ${folded.toLocaleString('en')} more`;
        more.setAttribute('aria-expanded', String(open));
        set.hidden = !exist || (boxes.size < 2 && !current()[name].length);
        more.onclick = () => { open = !open; update(counts); };
      };
      return { set, update };
    };
    const datesOf = () => {
      const fields = [['since', 'Since'], ['until', 'Until']].map(([name, words]) => {
        const field = element('input', { type: 'date', name });
        return { name, field, label: element('label', {}, words, field) };
      });
      const set = element('fieldset', { className: 'facet' }, element('legend', { textContent: 'Date' }), ...fields.map(({ label }) => label));
      const update = () => fields.forEach(({ name, field }) => {
        const value = dateOf(dayOf(current()[name], name === 'until'));
        // Not under the hands of somebody who is typing a date.
        if (field.value !== value && field !== document.activeElement) field.value = value;
      });
      return { set, update };
    };
    const draw = (searcher, facets, counts) => {
      if (!drawn || drawn.facets !== facets) {
        const totals = narrow(Uint32Array.from({ length: searcher.manifest.documents }, (_, at) => at), facets, {}).counts;
        const clear = element('p', { className: 'facet' });
        drawn = { facets, clear, dates: datesOf(), sets: FACETS.map((name) => [name, facetOf(name, facets, totals[name])]) };
        form.replaceChildren(clear, ...drawn.sets.map(([, { set }]) => set), drawn.dates.set);
      }
      drawn.sets.forEach(([name, { update }]) => update(counts[name]));
      drawn.dates.update();
      drawn.clear.replaceChildren(...(filtersOf(current()) ? [link('Clear all filters', unfiltered(current()))] : []));
      drawn.clear.hidden = !filtersOf(current());
    };
    const fail = (error) => {
      const retry = element('button', { type: 'button', className: 'plain', textContent: 'Try again' });
      retry.addEventListener('click', again);
      form.replaceChildren(element('p', {}, `${problemWords(error)} `, retry));
      drawn = null;
    };

    return { draw, fail };
  };

  Object.assign(PilcrowSearch, { filtersOn });
})();
