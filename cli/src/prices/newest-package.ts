import { createHash } from 'node:crypto';
import { PRICES_PACKAGE } from '@tokentrail/pricing/published';
import { UserError } from '../fail.ts';
import type { Environment } from '../io.ts';

const DEFAULT_REGISTRY = 'https://registry.npmjs.org';
const TIMEOUT_MS = 60_000;

interface Manifest {
  version?: unknown;
  dist?: { tarball?: unknown; integrity?: unknown };
}

/**
 * Downloads the newest version of the package that publishes prices, from the registry that npm uses (`npm_config_registry`).
 * @returns the bytes of the tarball.
 * @throws UserError if the registry cannot be read, or the tarball does not have the hash that the registry states.
 */
export async function newestPackage(env: Environment): Promise<Uint8Array> {
  const registry = (env['npm_config_registry'] || DEFAULT_REGISTRY).replace(/\/+$/, '');
  const manifestUrl = `${registry}/${PRICES_PACKAGE.replace('/', '%2f')}/latest`;
  const manifest = manifestOf(Buffer.from(await download(manifestUrl)).toString(), manifestUrl);
  const tarball = await download(manifest.tarball);
  const hash = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  if (!manifest.integrity.split(/\s+/).includes(hash)) {
    throw new UserError(
      `${shown(manifest.tarball)} is damaged: it does not have the hash that the registry states. Run the command again`,
    );
  }
  return tarball;
}

function manifestOf(text: string, url: string): { tarball: string; integrity: string } {
  try {
    const { dist } = JSON.parse(text) as Manifest;
    if (typeof dist?.tarball === 'string' && typeof dist.integrity === 'string') {
      return { tarball: dist.tarball, integrity: dist.integrity };
    }
  } catch {
    // Reported below.
  }
  throw new UserError(`${shown(url)} is no registry of npm: check npm_config_registry. ${WITHOUT_NETWORK}`);
}

const WITHOUT_NETWORK = `Without access to a registry: run \`npm pack ${PRICES_PACKAGE}\` elsewhere, and give the file with --data`;

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then(async (found) => ({ status: found.status, body: new Uint8Array(await found.arrayBuffer()) }))
    .catch((error: unknown) => {
      throw new UserError(`${shown(url)} cannot be read (${reasonOf(error)}). ${WITHOUT_NETWORK}`, { cause: error });
    });
  if (response.status !== 200) {
    throw new UserError(`${shown(url)} responded with status ${response.status}. ${WITHOUT_NETWORK}`);
  }
  return response.body;
}

/** `fetch` hides the reason in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message);
}

/** An address without user and password. */
function shown(address: string): string {
  if (!URL.canParse(address)) {
    return 'the address of the registry';
  }
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}
