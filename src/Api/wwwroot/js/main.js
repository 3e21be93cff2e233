// The frame: who is logged in, which page the address names, light or dark.
import { get, key, Problem } from './api.js';
import { h, problem } from './dom.js';
import login from './pages/login.js';

const PAGES = [
  [/^clients$/, () => import('./pages/clients.js')],
  [/^clients\/([^/]+)(?:\/(overview|configuration|schedules|results|audit))?$/, () => import('./pages/client.js')],
  [/^clients\/([^/]+)\/batches$/, () => import('./pages/batches.js')],
  [/^clients\/([^/]+)\/series(?:\/([^/]+))?$/, () => import('./pages/series.js')],
  [/^clients\/([^/]+)\/data$/, () => import('./pages/data.js')],
  [/^clients\/([^/]+)\/recipes(?:\/([^/]+))?$/, () => import('./pages/recipes.js')],
  [/^clients\/([^/]+)\/shortages$/, () => import('./pages/shortages.js')],
  [/^batches\/([^/]+)$/, () => import('./pages/batch.js')],
  [/^queue$/, () => import('./pages/queue.js')],
];

const main = document.getElementById('main');
let me = null;
let leave = new AbortController();

const THEME = 'secretmagic.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const themed = () => localStorage.getItem(THEME) ?? (system.matches ? 'dark' : 'light');
function paint() {
  document.documentElement.dataset.theme = themed();
  dispatchEvent(new Event('themed'));
}
system.addEventListener('change', paint);
paint();

function switchTheme() {
  localStorage.setItem(THEME, themed() === 'dark' ? 'light' : 'dark');
  paint();
  head();
}

function head() {
  const here = location.hash.slice(1);
  const link = (to, name) => h('a', { href: `#${to}`, 'aria-current': here.startsWith(to) ? 'page' : null }, name);
  const scope = me && (me.all_clients ? 'all clients' : me.clients.join(', '));
  const icon = document.querySelector('link[rel=icon]').href;
  document.getElementById('head').replaceChildren(h('div', { class: 'bar' },
    h('a', { class: 'brand', href: '#clients' }, h('img', { src: icon, alt: '' }), 'SecretMagic'),
    h('nav', { 'aria-label': 'Pages' }, me && [link('clients', 'Clients'), link('queue', 'Queue')]),
    me && h('span', { class: 'who', title: `key ${me.key}` }, `${me.name} · ${me.role} · ${scope}`),
    h('button', { class: 'plain', onclick: switchTheme, 'aria-label': 'Switch between light and dark' }, themed() === 'dark' ? 'Light' : 'Dark'),
    me && h('button', { class: 'plain', onclick: logOut }, 'Log out')));
}

function logOut() {
  key.clear();
  me = null;
  location.hash = '';
  show();
}

/** The key of an address that 'secretmagic serve' printed: taken, and gone from the address and the history. */
function takeKey() {
  const given = /^#key=(sm_[\w-]+)$/.exec(location.hash);
  if (!given) return;
  key.set(given[1]);
  me = null;
  history.replaceState(null, '', location.pathname);
}

async function logIn(given) {
  key.set(given);
  try {
    me = await get('/me');
  } catch (failure) {
    if (failure.status === 401) key.clear();
    throw failure;
  }
}

async function show() {
  takeKey();
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  let failed = null;
  if (!me && key.get()) await logIn(key.get()).catch(failure => { failed = failure; });
  if (!me) {
    head();
    document.title = 'Log in · SecretMagic';
    main.replaceChildren(login(async given => { await logIn(given); show(); }, failed));
    return;
  }

  const here = location.hash.slice(1) || 'clients';
  const [pattern, load] = PAGES.find(([one]) => one.test(here)) ?? [];
  head();
  const nodes = [];
  try {
    if (!load) throw new Problem({ title: 'There is no such page', detail: `Nothing is shown at #${here}.`, advice: 'Go to the clients.' }, 404);
    const page = (await load()).default;
    const parts = pattern.exec(here).slice(1).map(part => part === undefined ? undefined : decodeURIComponent(part));
    const reload = () => { if (!signal.aborted) show(); };
    nodes.push(...[await page({ parts, signal, me, reload })].flat());
  } catch (failure) {
    if (signal.aborted || failure.name === 'AbortError') return;
    if (failure.status === 401) {
      logOut();
      return;
    }
    nodes.push(problem(failure, () => show()));
  }
  if (signal.aborted) return;
  const moved = main.dataset.page !== here;
  main.dataset.page = here;
  main.replaceChildren(...nodes);
  document.title = `${main.querySelector('h1')?.textContent ?? 'SecretMagic'} · SecretMagic`;
  if (moved && document.activeElement === document.body) main.focus({ preventScroll: true });
}

document.getElementById('skip').addEventListener('click', event => { event.preventDefault(); main.focus(); });
addEventListener('hashchange', show);
show();
