// search.html: its state is in its address, so that back and forward, and whoever gets the link, see the same.
(() => {
  'use strict';
  const { narrow, newest, manifestOf, sessionOf, plainClick, element, dayOf, stateOf, addressOf, filtersOf, PER_PAGE, answersOn, filtersOn } = PilcrowSearch;

  const PAUSE = 80;

  // Once for each build, so that a server that gives an old page again and again is not asked for ever. True if the page
  // is about to go; null where nothing can be remembered.
  const reload = (build) => {
    try {
      const name = `pilcrow-reloaded-${build}`;
      if (sessionStorage.getItem(name)) return false;
      sessionStorage.setItem(name, '1');
    } catch { return null; }
    location.reload();
    return true;
  };

  const page = async (form) => {
    const input = form.querySelector('input');
    const fold = document.querySelector('.narrow');
    const boxes = fold.querySelector('form');
    const latest = newest();
    const title = document.title;
    let state = stateOf(location.search);
    let session = null;
    const notices = [];

    const remember = (chosen) => {
      const address = addressOf(state);
      if (address === location.pathname + location.search) return;
      // A browser may forbid it from the disk, or when it comes too often.
      try { history[chosen ? 'pushState' : 'replaceState'](null, '', address); } catch { /* the list is right all the same */ }
    };
    const link = (words, to, properties) => {
      const made = element('a', { href: addressOf({ ...state, ...to }), ...properties }, words);
      made.addEventListener('click', (event) => {
        if (!plainClick(event)) return;
        event.preventDefault();
        choose({ ...state, ...to });
        answers.focus();
        form.scrollIntoView({ block: 'nearest' });
      });
      return made;
    };
    const current = () => state;
    const answers = answersOn(document.getElementById('~found'), { current, link });
    const filters = filtersOn(boxes, { current, link, again: () => show() });

    // ---- asking

    const sorted = (answer, kept) => {
      const places = kept || Uint32Array.from(answer.refs, (_, at) => at);
      return state.sort ? places.slice().sort((a, b) => answer.refs[a] - answer.refs[b]) : places;
    };

    const chosenOf = ({ since, until, ...rest }) => ({ ...rest, since: dayOf(since, false), until: dayOf(until, true) });
    const answer = async (searcher) => {
      const all = await searcher.search(state.q, { prefix: true });
      const facets = filtersOf(state) ? await searcher.facets() : null;
      const narrowed = facets && narrow(all.refs, facets, chosenOf(state));
      const places = sorted(all, narrowed && narrowed.kept);
      state.page = Math.min(state.page, Math.max(1, Math.ceil(places.length / PER_PAGE)));
      const here = places.slice((state.page - 1) * PER_PAGE, state.page * PER_PAGE);
      const documents = await searcher.documents(here.map((at) => all.refs[at]));
      const near = places.length || all.count ? [] : await nearestOf(searcher, all.missing);
      return { searcher, all, narrowed, facets, count: places.length, here, documents, near };
    };
    // The query with words put right that are nowhere, as pieces, or nothing.
    const nearestOf = async (searcher, missing) => {
      const terms = await searcher.nearest(missing.map(({ word }) => word));
      const words = await Promise.all(terms.map((term) => (term ? searcher.spelled(term) : null)));
      let made = state.q;
      for (const at of missing.keys()) {
        const { start, end } = missing[missing.length - 1 - at];
        const word = words[missing.length - 1 - at];
        if (word) made = made.slice(0, start) + word + made.slice(end);
      }
      return made === state.q ? [] : [made];
    };

    const show = async () => {
      document.title = state.q.trim() ? `${state.q.trim()} · ${title}` : title;
      answers.busy();
      const slow = setTimeout(answers.searching, 500);
      const settled = await latest(() => ready().then((ask) => ask(answer)));
      clearTimeout(slow);
      if (!settled) return;
      if (settled.error) { answers.fail(settled.error, show); return; }
      const { value } = settled;
      answers.draw(value, notices);
      // Figures beside the filters come after the results, whose first sight they would delay.
      const more = await latest(() => session(() => value.facets || value.searcher.facets()));
      if (!more) return;
      if (more.error) {
        answers.sayCount(value.count);
        filters.fail(more.error);
        return;
      }
      const narrowed = value.narrowed || narrow(value.all.refs, more.value, {});
      answers.say(narrowed);
      filters.draw(value.searcher, more.value, narrowed.counts);
    };

    // ---- events

    const settle = () => {
      const count = filtersOf(state);
      fold.querySelector('summary').textContent = count ? `Filters (${count.toLocaleString('en')})` : 'Filters';
      if (input.value !== state.q) input.value = state.q;
      return show();
    };
    const choose = (next) => {
      clearTimeout(typing);
      state = next;
      remember(true);
      settle();
    };
    let typing;
    input.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        state = { ...state, q: input.value, page: 1 };
        settle().then(() => remember(false));
      }, PAUSE);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      choose({ ...state, q: input.value, page: 1 });
    });
    boxes.addEventListener('submit', (event) => event.preventDefault());
    boxes.addEventListener('change', ({ target }) => {
      // While a year is typed, its first digits are a date already.
      if (target.type === 'date' && target.value.startsWith('0')) return;
      const next = { ...state, page: 1 };
      if (target.type === 'checkbox') next[target.name] = target.checked ? [...state[target.name], target.value] : state[target.name].filter((value) => value !== target.value);
      else next[target.name] = target.value;
      choose(next);
    });
    addEventListener('popstate', () => {
      clearTimeout(typing);
      state = stateOf(location.search);
      settle();
    });
    addEventListener('pagehide', () => remember(false));
    const wide = matchMedia('(min-width: 62.01rem)');
    const unfold = () => { fold.open = wide.matches || filtersOf(state) > 0; };
    wide.addEventListener('change', unfold);

    // ---- beginning

    const onOther = (other) => {
      remember(false);
      const going = reload(other.build);
      if (going) return new Promise(() => {});
      if (going === null) notices.push('This page is older than the search index. Reload it if a link is broken.');
      return null;
    };
    const begin = async () => {
      let manifest = await manifestOf(false).catch(() => manifestOf(true));
      const { build } = form.dataset;
      if (manifest.build !== build) manifest = await manifestOf(true).catch(() => manifest);
      if (manifest.build !== build) await onOther(manifest);
      session = sessionOf(manifest, onOther);
      return session;
    };
    let beginning = null;
    const ready = () => {
      beginning ||= begin().catch((error) => { beginning = null; throw error; });
      return beginning;
    };
    // What was typed before this script ran stays.
    if (input.value && !location.search) state.q = input.value;
    unfold();
    await settle();
  };

  const form = document.querySelector('form.ask');
  if (form) page(form);
})();
