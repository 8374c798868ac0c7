import { testSideBySide, type SdkChoice } from '../side-by-side.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';

const MODULES = ['ESM', 'CJS'] as const;

const sdks: SdkChoice[] = [false, true].flatMap((bundled) =>
  MODULES.map((modules) => ({
    title: `@anthropic-ai/sdk 1, ${bundled ? 'bundled, ' : ''}${modules}`,
    major: 1,
    modules,
    loader: bundled ? 'app-anthropic/bundled' : 'app-anthropic/load-anthropic',
    bundled,
  })),
);

testSideBySide({
  title: '@anthropic-ai/sdk',
  sdks,
  behaviours: BEHAVIOURS,
  program: new URL('program.ts', import.meta.url),
  provider: startOddProvider,
});
