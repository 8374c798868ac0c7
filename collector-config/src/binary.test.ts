import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { BuildProgress } from './build-progress.ts';
import { collectorBinary, coversManifest, type Manifest } from './binary.ts';
import { collectorConfigPath } from './files.ts';

const manifest = parse(readFileSync(collectorConfigPath('manifest.yaml'), 'utf8')) as Manifest;
const modules = Object.values(manifest)
  .filter((value) => Array.isArray(value))
  .flat() as { gomod: string }[];

/** Output of `otelcol-contrib components` for a collector with the modules `gomods`. */
function components(version: string, gomods: string[]): string {
  const lines = gomods.map((gomod) => `    - name: x\n      module: ${gomod}`);
  return `buildinfo:\n    command: otelcol-contrib\n    version: ${version}\nreceivers:\n${lines.join('\n')}\n`;
}

const all = modules.map(({ gomod }) => gomod);

test('accepts a contrib collector of the same or a later version that has every component', () => {
  expect(coversManifest(components('0.161.0', all), manifest)).toBe(true);
  expect(coversManifest(components('0.170.2', all), manifest)).toBe(true);
});

test('rejects an older collector, and one that lacks a component', () => {
  expect(coversManifest(components('0.99.0', all), manifest)).toBe(false);
  expect(coversManifest(components('0.161.0', all.slice(1)), manifest)).toBe(false);
});

describe('without a cached binary', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tokentrail-binary-'));
    mkdirSync(join(folder, 'bin'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** Environment whose PATH contains only one program. */
  function withProgram(name: string, script: string): NodeJS.ProcessEnv {
    const program = join(folder, 'bin', name);
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    return { PATH: join(folder, 'bin'), XDG_CACHE_HOME: folder };
  }

  test('a missing Go is reported in one line that says what to install', async () => {
    const env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: folder };
    await expect(collectorBinary({ env })).rejects.toThrow(/no Go on the PATH: install Go 1\.26 or later, or put otel/);
  });

  test('a Go that is too old is reported with its version', async () => {
    const env = withProgram('go', 'echo go1.19.8');
    await expect(collectorBinary({ env })).rejects.toThrow(/Go 1\.19\.8 is too old for it: install Go 1\.26/);
  });

  test('a failed build is reported with its log file and the last line', async () => {
    const env = withProgram('go', 'if [ "$1" = env ]; then echo go1.26.8; else echo no such module; exit 1; fi');
    await expect(collectorBinary({ env })).rejects.toThrow(
      `${join(folder, 'tokentrail', 'collector-build.log')} say why. no such module`,
    );
  });

  test('reports how many packages of how many are compiled', async () => {
    const env = withProgram(
      'go',
      `case "$1" in
        env) echo go1.26.8 ;;
        run) /bin/mkdir out ;;
        list) echo a; echo b; echo c ;;
        build) echo 'go: downloading a v1' >&2; for name in a b c; do echo $name >&2; done; echo > otelcol-tokentrail ;;
      esac`,
    );
    const seen: BuildProgress[] = [];
    await collectorBinary({ env, onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toMatchObject({ step: 'fetching modules', total: 0 });
    expect(seen.at(-1)).toMatchObject({ step: 'done', built: 3, total: 3 });
  });

  test('uses a contrib collector on the PATH', async () => {
    writeFileSync(join(folder, 'components.yaml'), components('0.161.0', all));
    const env = withProgram('otelcol-contrib', `exec /bin/cat ${folder}/components.yaml`);
    expect(await collectorBinary({ env })).toBe('otelcol-contrib');
  });
});
