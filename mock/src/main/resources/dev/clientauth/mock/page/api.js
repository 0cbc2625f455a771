// The mock's JSON API.

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
  });
  const text = await response.text();
  let json;
  try {
    json = text ? JSON.parse(text) : {};
  } catch {
    json = {};
  }
  if (!response.ok) {
    throw new Error(json.error || `The mock responded with ${response.status}.`);
  }
  return json;
}

/** Returns what went wrong: if fetch has no response, its message is only "Failed to fetch". */
export const reason = (error) =>
  error instanceof TypeError ? 'The mock does not respond. Is it still running?' : error.message;

const asCall = (received) => ({ ...received, call: true });

export const api = {
  state: () => call('GET', 'api/state'),
  /** Returns the token requests and calls after that number, in order, up to the number that both lists reach. */
  received: async (after) => {
    const [{ requests, lastSeq: one }, { calls, lastSeq: other }] = await Promise.all(
      [call('GET', `api/requests?after=${after}`), call('GET', `api/calls?after=${after}`)]);
    const lastSeq = Math.min(one, other);
    const received = [...requests, ...calls.map(asCall)].filter((r) => r.seq <= lastSeq).sort((a, b) => a.seq - b.seq);
    return { received, lastSeq };
  },
  request: (seq) => call('GET', `api/requests/${seq}`),
  clearRequests: () => call('DELETE', 'api/requests'),
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
 * Listens for events. The browser reconnects when a connection breaks, and requests missed events; if it gives up, because
 * something else responded, this starts again.
 *
 * @param after returns the number of the latest known request or call
 * @return a function that stops listening
 */
export function listen({ after, received, state, open, lost }) {
  let events;
  let again;
  function connect() {
    events = new EventSource(`api/events?after=${after()}`);
    events.addEventListener('open', open);
    events.addEventListener('request', (event) => received(JSON.parse(event.data)));
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
