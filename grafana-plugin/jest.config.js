// force timezone to UTC to allow tests to work regardless of local timezone
process.env.TZ = 'UTC';
// i18next advertises a product on the console otherwise
process.env.I18NEXT_NO_SUPPORT_NOTICE = '1';

const path = require('path');
const base = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

const [swc] = Object.values(base.transform);

module.exports = {
  // Jest configuration provided by Grafana scaffolding
  ...base,
  displayName: 'grafana-plugin',
  rootDir: __dirname,
  setupFilesAfterEnv: [path.resolve(__dirname, 'jest-setup.js')],
  moduleNameMapper: {
    ...base.moduleNameMapper,
    // Modules that Grafana itself uses and that are not exported.
    '^grafana-runtime-internals/(.*)$': path.resolve(
      path.dirname(require.resolve('@grafana/runtime/package.json')),
      'dist/cjs/$1',
    ),
    'react-inlinesvg': path.resolve(__dirname, 'src/testing/inline-svg.tsx'),
  },
  // the stock pattern does not match .mjs, which d3 uses
  transform: { '^.+\\.m?[tj]sx?$': swc },
  transformIgnorePatterns: [nodeModulesToTransform(grafanaESModules)],
};
