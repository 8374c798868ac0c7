import { testSideBySide, type SdkChoice } from '../side-by-side.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';
import type { Wire } from './wire.ts';

const MODULES = ['ESM', 'CJS'] as const;

/** Tests one of Anthropic's SDKs, loaded as ESM and CommonJS and within a bundle. `app` is the folder of its test app. */
export function testAnthropicSdk(title: string, app: string, wire: Wire): void {
  const { platform, expected } = wire;
  const sdks: SdkChoice[] = [false, true].flatMap((bundled) =>
    MODULES.map((modules) => ({
      title: `${title} 1, ${bundled ? 'bundled, ' : ''}${modules}`,
      major: 1,
      modules,
      variant: platform,
      loader: `${app}/${bundled ? 'bundled' : 'load-sdk'}`,
      bundled,
    })),
  );
  testSideBySide({
    title,
    sdks,
    behaviours: BEHAVIOURS.map(({ name, platforms, records }) => ({
      name,
      ...(platforms === undefined ? {} : { variants: platforms }),
      ...(records === undefined ? {} : { records: (seen) => records(seen, expected) }),
    })),
    program: new URL('program.ts', import.meta.url),
    provider: () => startOddProvider(wire),
  });
}
