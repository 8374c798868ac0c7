// The checks of words and limits run as a separate step: `npm test -- style`.
export default {
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/style/*.test.ts'],
  testEnvironment: 'node',
  transform: { '^.+\\.m?[tj]sx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
};
