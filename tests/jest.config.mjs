import { availableParallelism } from 'node:os';
import { grafanaESModules, nodeModulesToTransform } from '../grafana-plugin/.config/jest/utils.js';

// Tests of `alerts/`, `engine/`, `tempo/`, `processes/` and `limits/`, which start the embedded engine and programs. The unit tests have
// their own configuration.
export default {
  rootDir: '..',
  testMatch: ['<rootDir>/tests/{alerts,engine,tempo,processes,limits}/**/*.test.ts'],
  testEnvironment: 'node',
  transform: { '^.+\\.m?[tj]sx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // A test waits for its processes most of the time.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // The page's parser of links imports Grafana's packages, and the commands D3, Commander and hyparquet: some are ES modules only.
  transformIgnorePatterns: [
    nodeModulesToTransform([...grafanaESModules, 'commander', '@commander-js', 'hyparquet', 'd3-.*', 'internmap']),
  ],
};
