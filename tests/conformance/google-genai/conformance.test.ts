import { testSideBySide } from '../side-by-side.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';

testSideBySide({
  title: '@google/genai',
  sdks: (['ESM', 'CJS'] as const).map((modules) => ({
    title: `@google/genai 3, ${modules}`,
    major: 3,
    modules,
    loader: 'app-google-genai/load-google-genai',
  })),
  behaviours: BEHAVIOURS,
  program: new URL('program.ts', import.meta.url),
  provider: startOddProvider,
});
