// A stock Firefox, over WebDriver BiDi: a small client, since Playwright drives only a Firefox of its own.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

const binary = process.env.FIREFOX || '/usr/bin/firefox-esr';
export const isThere = existsSync(binary);

// Nothing of the browser's own goes out.
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.prefetch-next': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

const within = (milliseconds, what, promise) => {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what} took too long`)), milliseconds); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Starts Firefox with a fresh profile. `on(method, handler)` hears its events, `send(method, params)` asks it for something. */
export async function launchFirefox() {
  const profile = mkdtempSync(join(tmpdir(), 'pilcrow-firefox-'));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const child = spawn(binary, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' } });
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  const end = async () => {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const address = await within(20000, 'starting Firefox', new Promise((resolve, reject) => {
      let told = '';
      child.stderr.on('data', (piece) => {
        told += piece;
        const [, port] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(told) ?? [];
        if (port) resolve(port);
      });
      child.once('error', reject);
      ended.then(() => reject(new Error(`Firefox ended: ${told}`)));
    }));
    const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false });
    await within(5000, 'reaching Firefox', new Promise((resolve, reject) => { socket.once('open', resolve).once('error', reject); }));
    return { ...await sessionOver(socket), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function sessionOver(socket) {
  const [waiting, handlers] = [new Map(), new Map()];
  let last = 0;
  socket.on('message', (text) => {
    const message = JSON.parse(text);
    if (message.id === undefined || message.id === null) { handlers.get(message.method)?.(message.params); return; }
    const { resolve, reject, method } = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'success') resolve(message.result);
    else reject(new Error(`${method}: ${message.error}: ${message.message}`));
  });
  const send = (method, params = {}) => within(15000, method, new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject, method });
    socket.send(JSON.stringify({ id: last, method, params }));
  }));
  const on = async (method, handler) => {
    handlers.set(method, handler);
    await send('session.subscribe', { events: [method] });
  };
  await send('session.new', { capabilities: { alwaysMatch: { unhandledPromptBehavior: { default: 'dismiss' } } } });
  return { send, on };
}

/** What a function gives in a page, of JSON. */
export async function evaluateIn(firefox, context, body) {
  const expression = `JSON.stringify((${body})())`;
  const { result, exceptionDetails } = await firefox.send('script.evaluate', { expression, target: { context }, awaitPromise: true });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return JSON.parse(result.value);
}
