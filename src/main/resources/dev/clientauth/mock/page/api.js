// The mock's administration API.

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
  });
  const text = await answer.text();
  let json;
  try {
    json = text ? JSON.parse(text) : {};
  } catch {
    json = {};
  }
  if (!answer.ok) {
    throw new Error(json.error || `The mock answered ${answer.status}.`);
  }
  return json;
}

/** What went wrong, in words: a fetch that never arrived says only "Failed to fetch". */
export const reason = (error) =>
  error instanceof TypeError ? 'The mock does not answer. Is it still running?' : error.message;

const asCall = (received) => ({ ...received, call: true });

export const api = {
  state: () => call('GET', 'api/state'),
  /** What arrived after that number, attempts and calls in the order of their coming, as far as both are told. */
  received: async (after) => {
    const [{ attempts, lastSeq: one }, { calls, lastSeq: other }] = await Promise.all(
      [call('GET', `api/attempts?after=${after}`), call('GET', `api/calls?after=${after}`)]);
    const lastSeq = Math.min(one, other);
    const received = [...attempts, ...calls.map(asCall)].filter((r) => r.seq <= lastSeq).sort((a, b) => a.seq - b.seq);
    return { received, lastSeq };
  },
  attempt: (seq) => call('GET', `api/attempts/${seq}`),
  forgetAttempts: () => call('DELETE', 'api/attempts'),
  addClient: (client) => call('POST', 'api/clients', client),
  removeClient: (provider, id) =>
    call('DELETE', `api/clients/${encodeURIComponent(provider)}/${encodeURIComponent(id)}`),
  addFault: (fault) => call('POST', 'api/faults', fault),
  removeFault: (id) => call('DELETE', `api/faults/${encodeURIComponent(id)}`),
  clearFaults: () => call('DELETE', 'api/faults'),
  setClock: (offsetSeconds) => call('POST', 'api/clock', { offsetSeconds }),
  diagnose: (request) => call('POST', 'api/diagnose', request),
};

/**
 * Listens until it is told to stop. The browser reconnects by itself when a connection breaks, and asks for what it missed;
 * where it gives up, because something else answered, this begins anew.
 *
 * @param after tells the number of the last attempt or call that is known
 * @return what stops it
 */
export function listen({ after, received, state, open, lost }) {
  let events;
  let again;
  function connect() {
    events = new EventSource(`api/events?after=${after()}`);
    events.addEventListener('open', open);
    events.addEventListener('attempt', (event) => received(JSON.parse(event.data)));
    events.addEventListener('call', (event) => received(asCall(JSON.parse(event.data))));
    events.addEventListener('state', (event) => state(JSON.parse(event.data)));
    events.addEventListener('error', () => {
      lost();
      if (events.readyState === EventSource.CLOSED) {
        again = setTimeout(connect, 2000);
      }
    });
  }
  connect();
  return () => {
    clearTimeout(again);
    events.close();
  };
}
