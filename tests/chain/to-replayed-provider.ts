/**
 * `fetch` for an SDK whose calls to api.openai.com are to be answered by the replayed provider at PROVIDER_URL. The program
 * calls OpenAI by its own address, as programs do: prices go by who is called, and loopback is nobody's price list.
 */
export const toReplayedProvider: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.host !== 'api.openai.com') {
    throw new Error(`a test must not call ${url.host}`);
  }
  return fetch(new URL(url.pathname + url.search, process.env['PROVIDER_URL']), init);
};
