import { testSideBySide } from '../side-by-side.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';

testSideBySide({
  title: '@anthropic-ai/sdk',
  sdks: (['ESM', 'CJS'] as const).map((modules) => ({
    title: `@anthropic-ai/sdk 1, ${modules}`,
    major: 1,
    modules,
    loader: 'app-anthropic/load-anthropic',
  })),
  behaviours: BEHAVIOURS,
  program: new URL('program.ts', import.meta.url),
  provider: startOddProvider,
});
