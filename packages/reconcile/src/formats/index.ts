import { ANTHROPIC_CSV, ANTHROPIC_JSON } from './anthropic.ts';
import { AWS_CSV, AWS_JSON } from './aws.ts';
import { AZURE_CSV } from './azure.ts';
import { FOCUS_CSV } from './focus.ts';
import type { CsvFormat, JsonFormat } from './format.ts';
import { GOOGLE_JSON } from './google.ts';
import { OPENAI_CSV, OPENAI_JSON } from './openai.ts';
import { OPENROUTER_CSV, OPENROUTER_JSON } from './openrouter.ts';

export const JSON_FORMATS: readonly JsonFormat[] = [
  ...OPENAI_JSON,
  ...ANTHROPIC_JSON,
  ...OPENROUTER_JSON,
  ...AWS_JSON,
  ...GOOGLE_JSON,
];

export const CSV_FORMATS: readonly CsvFormat[] = [
  ...OPENAI_CSV,
  ...ANTHROPIC_CSV,
  ...OPENROUTER_CSV,
  ...AWS_CSV,
  ...AZURE_CSV,
  ...FOCUS_CSV,
];
