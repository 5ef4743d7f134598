// What search.html shows, as its address has it: words, filters, order, page.
(() => {
  'use strict';
  const { FACETS } = PilcrowSearch;

  const DAY = 86400000;
  // The first or last day of what `2026`, `2026-03` or `2026-03-09` says, in days since 1970; null for anything else.
  const dayOf = (text, isLast) => {
    const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) || [];
    if (!year) return null;
    const first = Date.UTC(year, month ? month - 1 : 0, day || 1);
    const next = day ? first + DAY : Date.UTC(month ? year : Number(year) + 1, month ? Number(month) : 0, 1);
    return (isLast ? next - DAY : first) / DAY;
  };
  const dateOf = (day) => (day === null ? '' : new Date(day * DAY).toISOString().slice(0, 10));

  const stateOf = (search) => {
    const given = new URLSearchParams(search);
    const state = { q: given.get('q') || '', sort: given.get('sort') === 'new' ? 'new' : '', page: Math.max(1, Math.floor(Number(given.get('page'))) || 1) };
    for (const name of FACETS) state[name] = [...new Set(given.getAll(name))].filter(Boolean);
    for (const name of ['since', 'until']) state[name] = dayOf(given.get(name) || '', false) === null ? '' : given.get(name);
    return state;
  };
  const addressOf = (state) => {
    const made = new URLSearchParams();
    for (const name of ['q', ...FACETS, 'since', 'until', 'sort']) for (const value of [state[name]].flat()) if (value) made.append(name, value);
    if (state.page > 1) made.set('page', state.page);
    const words = made.toString();
    return location.pathname + (words && `?${words}`);
  };
  const filtersOf = (state) => [...FACETS.flatMap((name) => state[name]), state.since, state.until].filter(Boolean).length;
  const unfiltered = (state) => ({ ...stateOf(''), q: state.q, sort: state.sort });

  Object.assign(PilcrowSearch, { dayOf, dateOf, stateOf, addressOf, filtersOf, unfiltered });
})();
