import { testSideBySide, type SdkChoice } from '../side-by-side.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';

const MODULES = ['ESM', 'CJS'] as const;

const sdks: SdkChoice[] = [false, true].flatMap((bundled) =>
  MODULES.map((modules) => ({
    title: `@google/genai 3, ${bundled ? 'bundled, ' : ''}${modules}`,
    major: 3,
    modules,
    loader: bundled ? 'app-google-genai/bundled' : 'app-google-genai/load-google-genai',
    bundled,
  })),
);

testSideBySide({
  title: '@google/genai',
  sdks,
  behaviours: BEHAVIOURS,
  program: new URL('program.ts', import.meta.url),
  provider: startOddProvider,
});
