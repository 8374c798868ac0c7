import { testSideBySide, type SdkChoice } from '../side-by-side.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';

const MODULES = ['ESM', 'CJS'] as const;

const sdks: SdkChoice[] = [6, 7].flatMap((major) =>
  MODULES.map((modules) => ({
    title: `openai ${major}, ${modules}`,
    major,
    modules,
    loader: `app-openai-${major}/load-openai`,
  })),
);

const bundles: SdkChoice[] = MODULES.map((modules) => ({
  title: `openai 7, bundled, ${modules}`,
  major: 7,
  modules,
  loader: 'app-openai-7/bundled',
  bundled: true,
}));

const injecting: SdkChoice[] = sdks
  .filter(({ major, modules }) => (major === 6) === (modules === 'CJS'))
  .map((sdk) => ({ ...sdk, title: `${sdk.title}, usage injected`, injectsUsage: true }));

testSideBySide({
  title: 'openai',
  sdks: [...sdks, ...bundles, ...injecting],
  behaviours: BEHAVIOURS,
  program: new URL('program.ts', import.meta.url),
  provider: startOddProvider,
});
