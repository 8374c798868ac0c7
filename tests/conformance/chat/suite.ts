import { testSideBySide } from '../side-by-side.ts';
import type { Wire } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { startChatProvider } from './odd-provider.ts';

/** Tests one SDK of a chat provider, loaded as ESM and CommonJS and within a bundle. */
export function testChatSdk(title: string, app: string, major: number, wire: Wire): void {
  const variant = wire.usesNodeFetch === true ? 'nodeFetch' : 'fetch';
  testSideBySide({
    title,
    sdks: (['ESM', 'CJS'] as const).flatMap((modules) => [
      { title: `${title} ${major}, ${modules}`, major, modules, variant, loader: `${app}/load-sdk` },
      {
        title: `${title} ${major}, bundled, ${modules}`,
        major,
        modules,
        variant,
        loader: `${app}/bundled`,
        bundled: true,
      },
    ]),
    behaviours: BEHAVIOURS.map(({ name, needsFetch, records }) => ({
      name,
      ...(needsFetch === true ? { variants: ['fetch'] } : {}),
      ...(records === undefined ? {} : { records: (seen) => records(seen, wire.expected) }),
    })),
    program: new URL('program.ts', import.meta.url),
    provider: () => startChatProvider(wire),
  });
}
