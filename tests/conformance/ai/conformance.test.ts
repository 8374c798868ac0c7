import { testSideBySide } from '../side-by-side.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProviders } from './odd-provider.ts';

const choices = (['openai', 'anthropic'] as const).flatMap((variant) =>
  (['ESM', 'CJS'] as const).map((modules) => ({ variant, modules })),
);

testSideBySide({
  title: 'ai',
  sdks: choices.map(({ variant, modules }) => ({
    title: `ai 7, @ai-sdk/${variant}, ${modules}`,
    major: 7,
    modules,
    variant,
    loader: `app-ai/load-${variant}`,
  })),
  behaviours: BEHAVIOURS,
  program: new URL('program.ts', import.meta.url),
  provider: startOddProviders,
});
