/**
 * A `fetch` that redirects calls to api.openai.com to the replayed provider at PROVIDER_URL. The program uses OpenAI's
 * own host name because prices depend on it; loopback has no price list.
 */
export const toReplayedProvider: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.host !== 'api.openai.com') {
    throw new Error(`a test must not call ${url.host}`);
  }
  return fetch(new URL(url.pathname + url.search, process.env['PROVIDER_URL']), init);
};
