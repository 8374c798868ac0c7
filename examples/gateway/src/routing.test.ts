import { exampleConfig } from './config.ts';
import { requiredCapabilities, routesFor } from './routing.ts';

const { upstreams } = exampleConfig({
  azure: 'http://a',
  openai: 'http://o',
  anthropic: 'http://c',
  search: 'http://s',
});

test('an upstream is skipped with the first reason that applies', () => {
  const request = { model: 'gpt-4o', messages: [{ content: [{ type: 'image_url', image_url: { url: 'x' } }] }] };
  const required = requiredCapabilities(request);
  expect(required).toEqual(['vision']);
  const routes = routesFor(
    'openai.chat',
    'gpt-4o',
    required,
    upstreams,
    (upstream) => upstream.endpoint === 'openai-main',
  );
  expect(routes.map(({ upstream, skip }) => [upstream.endpoint, skip])).toEqual([
    ['azure-eu', 'capability_missing'],
    ['openai-main', 'circuit_open'],
    ['openai-spare', undefined],
    ['anthropic', 'model_not_allowed'],
  ]);
});
