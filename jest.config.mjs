// Unit tests are beside the code they test. Packages run in Node; the plugin has its own jsdom project.
export default {
  // Jest's default leaves one core idle.
  maxWorkers: '100%',
  projects: [
    {
      displayName: 'packages',
      rootDir: '.',
      testMatch: [
        '<rootDir>/{packages/*,clickhouse,collector-config,provisioning,instrumentation,cli,examples/*}/src/**/*.test.ts',
        '<rootDir>/scripts/*.test.ts',
        '<rootDir>/preview/src/server/**/*.test.ts',
      ],
      transform: {
        '^.+\\.[cm]?[tj]sx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
      },
      // Commander, hyparquet and D3 are ES modules. The exporter base loads `http` with `import()`, which Jest supports only in transformed files.
      transformIgnorePatterns: [
        '/node_modules/(?!@opentelemetry/otlp-exporter-base/|@commander-js/|commander/|hyparquet/|d3-[^/]+/|internmap/)',
      ],
      testEnvironment: 'node',
    },
    '<rootDir>/grafana-plugin',
  ],
};
