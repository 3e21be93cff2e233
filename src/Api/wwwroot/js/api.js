// The API as pages see it: the key, problems, and server-sent events, which a browser's EventSource cannot send a key for.
const ROOT = '/api/v1';
const KEY = 'secretmagic.key';

/** What the API refused, as RFC 9457 says it; status 0 when there was no answer. */
export class Problem extends Error {
  constructor(told, status) {
    super(told.detail ?? told.title);
    const { code, title, detail, advice, traceId, errors = [] } = told;
    Object.assign(this, { status, code, title, detail, advice, traceId, errors });
  }
}

export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: value => sessionStorage.setItem(KEY, value),
  clear: () => sessionStorage.removeItem(KEY),
};

async function problemOf(response) {
  try {
    return new Problem(await response.json(), response.status);
  } catch {
    return new Problem({ title: 'The answer cannot be read', detail: `The server answered ${response.status}.`, advice: 'Try again.' }, response.status);
  }
}

/** A path of the API whose parts are written safely: path`/clients/${id}`. */
export const path = (texts, ...values) => texts.reduce((whole, text, at) => whole + text + (at < values.length ? encodeURIComponent(values[at]) : ''), '');

/** Sends a request and returns the answer as it is. */
export async function send(method, where, { body, type, headers = {}, signal, root = ROOT } = {}) {
  const all = { ...headers };
  if (key.get()) all.Authorization = `Bearer ${key.get()}`;
  if (type) all['Content-Type'] = type;
  else if (body !== undefined) all['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(root + where, { method, headers: all, body: type || body === undefined ? body : JSON.stringify(body), signal, cache: 'no-store' });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem({ title: 'The server cannot be reached', detail: 'No answer came.', advice: "See that 'secretmagic serve' runs, then try again." }, 0);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export const get = async (where, options) => (await send('GET', where, options)).json();
export const post = async (where, body, options) => (await send('POST', where, { body, ...options })).json();

/** Also the version that was looked at, for If-Match. */
export async function getTagged(where, options) {
  const response = await send('GET', where, options);
  return { value: await response.json(), tag: response.headers.get('ETag') };
}

/** A text answer beside the API, such as /metrics. */
export const text = async (where, options) => (await send('GET', where, { root: '', ...options })).text();

/** Every page of a list, up to a bound. */
export async function all(where, most = 1000, options) {
  const items = [];
  let cursor = null;
  do {
    const joint = where.includes('?') ? '&' : '?';
    const page = await get(`${where}${joint}limit=${Math.min(1000, most)}${cursor ? `&cursor=${cursor}` : ''}`, options);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  return items;
}

/** Parses server-sent events as they arrive. */
export class EventReader {
  #rest = '';

  /** Takes a piece of the stream and returns the events that are whole. */
  take(piece) {
    this.#rest = (this.#rest + piece).replaceAll('\r\n', '\n');
    const events = [];
    for (let end = this.#rest.indexOf('\n\n'); end >= 0; end = this.#rest.indexOf('\n\n')) {
      const event = { id: null, data: [] };
      for (const line of this.#rest.slice(0, end).split('\n')) {
        if (line.startsWith('data:')) event.data.push(line.slice(5).trimStart());
        else if (line.startsWith('id:')) event.id = line.slice(3).trim();
      }
      this.#rest = this.#rest.slice(end + 2);
      if (event.data.length > 0) events.push({ id: event.id, data: JSON.parse(event.data.join('\n')) });
    }
    return events;
  }
}

const pause = (time, signal) => new Promise(done => {
  const timer = setTimeout(done, time);
  signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
});

/** Follows events until the signal, or until `take` says that nothing follows; connects again when the way broke. */
export async function follow(where, take, signal) {
  let last = null;
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 15000)) {
    try {
      const response = await send('GET', where, { signal, headers: { Accept: 'text/event-stream', ...(last ? { 'Last-Event-ID': last } : {}) } });
      if (response.status === 204) return;
      const stream = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const reader = new EventReader();
      for (let piece = await stream.read(); !piece.done; piece = await stream.read()) {
        for (const event of reader.take(piece.value)) {
          last = event.id ?? last;
          wait = 500;
          if (take(event.data) === false) return;
        }
      }
    } catch (failure) {
      if (signal.aborted) return;
      if (failure instanceof Problem && failure.status >= 400 && failure.status < 500) throw failure;
    }
    await pause(wait, signal);
  }
}
