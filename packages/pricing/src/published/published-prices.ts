import type { Provider } from '@pydantic/genai-prices';
import { compileSnapshot } from '../snapshot/compile.ts';
import { expand } from '../snapshot/compact.ts';
import type { BookDocument } from '../book/document.ts';
import { readLiteral } from './literal.ts';
import { packageFile } from './package-file.ts';

/** Name of the npm package that publishes the prices. */
export const PRICES_PACKAGE = '@pydantic/genai-prices';

/** Where the array of providers begins in the package's code. */
const PROVIDERS = /=\s*\[\s*\{\s*id:/;

/**
 * The public prices of a tarball of `PRICES_PACKAGE`, with our corrections, as the snapshot has them. No code of it runs.
 * @throws an Error if the tarball cannot be read, or its data have another form than this release reads.
 */
export function publicPricesOfPackage(tarball: Uint8Array): BookDocument {
  const { name, version } = JSON.parse(packageFile(tarball, 'package.json')) as { name?: unknown; version?: unknown };
  if (name !== PRICES_PACKAGE || typeof version !== 'string') {
    throw new Error(`the archive is ${String(name)}, not ${PRICES_PACKAGE}`);
  }
  const code = packageFile(tarball, 'dist/index.js');
  const found = PROVIDERS.exec(code);
  if (found === null) {
    throw new Error(`version ${version} has no array of providers`);
  }
  return compiled(readLiteral(code, code.indexOf('[', found.index)), `${PRICES_PACKAGE}@${version}`);
}

/**
 * The same of the file `data.json` of the project that publishes the package.
 * @param from Name of the file, for people.
 */
export function publicPricesOfJson(text: string, from: string): BookDocument {
  return compiled(JSON.parse(text), from);
}

function compiled(providers: unknown, from: string): BookDocument {
  if (!Array.isArray(providers)) {
    throw new Error('the data are no array of providers');
  }
  // The day is no part of the expanded prices.
  return expand(compileSnapshot(providers as Provider[], from, ''));
}
