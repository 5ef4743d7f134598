// How a page loads the files of the index: as scripts that call `pilcrowPart`, so that a site on a disk can be searched too.
(() => {
  'use strict';
  const { createSearcher, LoadError } = PilcrowSearch;

  const site = new URL('../', document.currentScript.src);
  const PATIENCE = 30000;

  // What each script that is under way is to bring. A call is believed only from its own script: a file that is none of
  // ours, or stands in the place of another, brings nothing.
  const awaited = new Map();
  window.pilcrowPart = (build, key, payload) => {
    const wanted = awaited.get(document.currentScript);
    if (wanted && wanted.key === key && (!wanted.build || wanted.build === build)) wanted.payload = payload;
  };

  const file = (path, key, build) => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const wanted = { key, build };
    const end = (problem) => {
      clearTimeout(wanted.timer);
      awaited.delete(script);
      script.remove();
      if (!problem && 'payload' in wanted) resolve(wanted.payload);
      else reject(new LoadError(path, problem || 'has unexpected content'));
    };
    wanted.timer = setTimeout(() => end('timed out'), PATIENCE);
    awaited.set(script, wanted);
    script.onload = () => end();
    script.onerror = () => end('could not be loaded');
    script.src = new URL(path, site).href;
    document.head.append(script);
  });

  const manifestOf = (past) => file(`search-index/manifest.js${past ? `?${Date.now()}` : ''}`, 'manifest');
  const searcherOf = (manifest) => createSearcher({
    lunr,
    manifest,
    load: (kind, n) => file(`search-index/${manifest.build}/${kind}/${Math.floor(n / 1000)}/${n}.js`, kind + n, manifest.build),
  });

  // Asks a searcher. Where a file fails, perhaps because the site was built anew, the manifest is asked for again past
  // the cache, and if that one is of another build, the question goes to its searcher.
  const sessionOf = (manifest, onOther) => {
    let searcher = searcherOf(manifest);
    return async (ask) => {
      const used = searcher;
      try {
        return await ask(used);
      } catch (error) {
        if (!(error instanceof LoadError)) throw error;
        const other = await manifestOf(true).catch(() => { throw error; });
        if (other.build === used.manifest.build) throw error;
        await onOther(other);
        searcher = searcherOf(other);
        return ask(searcher);
      }
    };
  };

  Object.assign(PilcrowSearch, { site, manifestOf, sessionOf });
})();
