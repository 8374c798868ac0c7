/**
 * Which code may import which. `npm test` runs it as the step `imports`; docs/architecture.md shows the same picture.
 * Test files may import across folders: they are not part of what ships.
 */

/** Workspaces and the only workspaces that each may import. */
const WORKSPACES = {
  'packages/records': [],
  'packages/usage': ['packages/records'],
  'packages/prices': [],
  'packages/pricing': ['packages/prices', 'packages/usage', 'packages/records'],
  clickhouse: ['packages/records'],
  'packages/embedded-clickhouse': ['clickhouse'],
  'packages/reconcile': ['packages/pricing'],
  'packages/usage-store': ['packages/records', 'packages/pricing', 'clickhouse'],
  'collector-config': ['packages/records'],
  instrumentation: ['packages/records', 'packages/usage', 'packages/prices', 'packages/pricing'],
  'grafana-plugin': ['packages/records', 'packages/pricing', 'packages/usage-store'],
  preview: [],
};

/** Folders of `instrumentation/src` and the only ones that each may import. */
const INSTRUMENTATION_LAYERS = {
  util: ['types'],
  redaction: ['util', 'types'],
  record: ['redaction', 'util', 'types'],
  export: ['record', 'redaction', 'util', 'types'],
  api: ['record', 'redaction', 'util', 'types'],
  http: ['api', 'record', 'redaction', 'util', 'types'],
  sdks: ['api', 'record', 'redaction', 'util', 'types'],
  'foreign-spans': ['sdks', 'api', 'record', 'redaction', 'util', 'types'],
  runtime: ['foreign-spans', 'sdks', 'http', 'export', 'api', 'record', 'redaction', 'util', 'types'],
};

const NO_TESTS = '(\\.test\\.tsx?$|/testing/|/cases/|/conformance/|/bench/)';

const forbiddenAcrossWorkspaces = Object.entries(WORKSPACES).map(([from, allowed]) => ({
  name: `${from.replace('/', '-')}-imports`,
  comment: `${from} may import ${allowed.length === 0 ? 'no other workspace' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: NO_TESTS },
  to: {
    path: `^(${Object.keys(WORKSPACES).join('|')}|cli)/`,
    pathNot: [from, ...allowed].map((name) => `^${name}/`),
  },
}));

const forbiddenInInstrumentation = Object.entries(INSTRUMENTATION_LAYERS).map(([from, allowed]) => ({
  name: `instrumentation-${from}-imports`,
  comment: `instrumentation/src/${from} may import ${allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^instrumentation/src/${from}/`, pathNot: NO_TESTS },
  to: {
    path: '^instrumentation/src/',
    pathNot: [from, ...allowed].map((name) => `^instrumentation/src/${name}(/|\\.ts$)`),
  },
}));

export default {
  forbidden: [
    {
      name: 'no-cycle-between-files',
      severity: 'error',
      from: { pathNot: NO_TESTS },
      to: { circular: true },
    },
    {
      name: 'no-cycle-between-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    ...forbiddenAcrossWorkspaces,
    ...forbiddenInInstrumentation,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['node_modules', '/dist/', '\\.config/', NO_TESTS] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  },
};
