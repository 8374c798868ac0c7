import { expressRoute } from './express-route.ts';

test.each([
  ['/items/:id', '/items/7', '', '/items/:id'],
  ['/', '/', '', '/'],
  ['/', '/api/', '/api', '/api'],
  ['/x/:id', '/api/v1/x/7', '/api/v1', '/api/v1/x/:id'],
  ['/x/:id', '/api/v1/x/7/', '', '/api/v1/x/:id'],
  ['/files/*path', '/api/files/a/b', '/api', '/api/files/*path'],
  ['/a{/:b}', '/api/a', '/api', '/api/a{/:b}'],
  [/^\/x/, '/x', '', undefined],
  [['/a', '/b'], '/a', '', undefined],
  [undefined, '/a', '', undefined],
])('route %s for path %s, baseUrl "%s": %s', (route, path, baseUrl, template) => {
  expect(expressRoute(route, path, baseUrl)).toBe(template);
});
