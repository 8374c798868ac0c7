import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GEN_AI_SCHEMA_URL } from '@tokentrail/records';
import { SDK_LISTENERS, SDK_PATCHES } from './index.ts';
import { supportedVersions } from './sdk-patch.ts';

const ROOT = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const SUPPORTED = [...SDK_PATCHES, ...SDK_LISTENERS].map(supportedVersions).sort();

/** The SDKs that a text names with a range of versions, such as `openai >=6 <8`. */
function namedIn(text: string): string[] {
  return [...new Set([...text.matchAll(/`([^`\s]+ >=[^`]*)`/g)].map(([, named]) => named!))].sort();
}

test('consecutive majors are one semver range', () => {
  expect(supportedVersions({ module: 'openai', majors: [6, 7] })).toBe('openai >=6 <8');
  for (const { majors } of [...SDK_PATCHES, ...SDK_LISTENERS]) {
    expect(majors).toEqual(majors.map((_, index) => majors[0]! + index));
  }
});

test.each(['README.md', 'instrumentation/README.md', 'instrumentation/src/sdks/README.md', 'docs/add-to-a-service.md'])(
  '%s names every SDK with the versions that the code supports, and no others',
  (path) => {
    expect(namedIn(read(path))).toEqual(SUPPORTED);
  },
);

test('the README of each SDK names its supported versions', () => {
  const folders = ['ai', 'anthropic', 'cerebras', 'google-genai', 'groq', 'openai'];
  const named = folders.map((folder) => namedIn(read(`instrumentation/src/sdks/${folder}/README.md`)));
  expect(named.flat().sort()).toEqual(SUPPORTED);
});

test.each(['README.md', 'instrumentation/README.md', 'packages/records/README.md', 'docs/attributes.md'])(
  '%s names the version of the GenAI conventions whose names records have, and no other',
  (path) => {
    expect(new Set(read(path).match(/https:\/\/opentelemetry\.io\/schemas\/[\w./-]*\w/g))).toEqual(
      new Set([GEN_AI_SCHEMA_URL]),
    );
  },
);
