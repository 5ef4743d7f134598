// A worker that asks the server for the state of the site. Pages cannot: their policy allows no requests.
(() => {
  'use strict';

  addEventListener('message', async () => {
    try {
      const response = await fetch('state.json', { cache: 'no-store' });
      postMessage(response.ok ? await response.json() : null);
    } catch {
      // The server has ended, or is being started again.
      postMessage(null);
    }
  });
})();
