// Unit tests are beside the code they test. Packages run in Node; the plugin has its own jsdom project.
export default {
  // Jest's default leaves one core idle.
  maxWorkers: '100%',
  projects: [
    {
      displayName: 'packages',
      rootDir: '.',
      testMatch: [
        '<rootDir>/{packages/*,clickhouse,collector-config,instrumentation,cli,examples/*}/src/**/*.test.ts',
        '<rootDir>/scripts/*.test.ts',
        '<rootDir>/preview/src/server/**/*.test.ts',
      ],
      transform: {
        '^.+\\.m?[tj]sx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
      },
      transformIgnorePatterns: ['/node_modules/'],
      testEnvironment: 'node',
    },
    '<rootDir>/grafana-plugin',
  ],
};
