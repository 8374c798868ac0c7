import js from '@eslint/js';
import grafanaI18n from '@grafana/i18n/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', '.tokentrail', 'grafana-plugin/.config'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
    },
  },
  {
    // A file is read in one go, a function on one screen.
    files: ['**/*.{ts,tsx,mjs}'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
    },
  },
  {
    // A test file may hold the cases of one subject; `describe` is one function.
    files: ['**/*.{test,spec}.{ts,tsx}', 'tests/**', '**/testing/**'],
    rules: { 'max-lines': ['error', { max: 400 }], 'max-lines-per-function': 'off' },
  },
  {
    files: ['preview/src/host/**', 'grafana-plugin/src/**', 'tests/browser/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['grafana-plugin/src/**'],
    ...reactHooks.configs.flat['recommended-latest'],
    rules: {
      ...reactHooks.configs.flat['recommended-latest'].rules,
      'no-restricted-imports': [
        'error',
        {
          name: '@grafana/ui',
          importNames: ['LinkButton'],
          message:
            'Use components/ButtonLink.tsx: from Grafana 13.2 on, LinkButton decodes the escapes of its address.',
        },
      ],
      // This rule is about the React compiler, which the plugin does not use.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    // Users see every text in their language.
    files: ['grafana-plugin/src/**'],
    ignores: ['**/*.test.{ts,tsx}', '**/testing/**'],
    plugins: { '@grafana/i18n': grafanaI18n },
    rules: {
      '@grafana/i18n/no-untranslated-strings': ['error', { calleesToIgnore: ['^css$'] }],
      '@grafana/i18n/no-translation-top-level': 'error',
    },
  },
  {
    // CommonJS: create-plugin's Jest configuration and the programs that load an SDK with require.
    files: ['grafana-plugin/jest.config.js', '**/*.{cjs,cts}'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
