import { readFileSync } from 'node:fs';

const { id, languages } = JSON.parse(readFileSync(new URL('src/plugin.json', import.meta.url), 'utf8'));

/** Configuration of `i18next-cli`, which writes the texts of the code into the locale file. */
export default {
  locales: languages,
  extract: {
    input: ['src/**/*.{ts,tsx}'],
    ignore: ['src/**/*.test.{ts,tsx}'],
    output: 'src/locales/{{language}}/{{namespace}}.json',
    defaultNS: id,
    functions: ['t'],
    transComponents: ['Trans'],
  },
};
