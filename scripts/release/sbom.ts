import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build.ts';

/** A package of package-lock.json; its key is its folder. */
interface Locked {
  name?: string;
  version: string;
  license?: string;
  integrity?: string;
}

export interface Subject {
  /** File name of what is described. */
  file: string;
  name: string;
  version: string;
  /** Folders of installed packages whose code is in it, or that npm installs with it. */
  contains: readonly string[];
}

/**
 * A CycloneDX bill of materials of what a file contains, by what the bundler put into it. `npm sbom` would list what a workspace
 * declares instead: tools for development, and what Grafana supplies.
 */
export function billOfMaterials({ file, name, version, contains }: Subject): string {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const components = contains.map((folder) => componentOf(folder, lock.packages[folder]));
  const root = { type: 'application', 'bom-ref': file, name, version, licenses: licenseOf('Apache-2.0') };
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: root },
    components,
    dependencies: [{ ref: file, dependsOn: components.map((component) => component['bom-ref']) }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function componentOf(folder: string, locked: Locked | undefined) {
  if (locked === undefined) {
    throw new Error(`package-lock.json does not have ${folder}: run npm install`);
  }
  const name = locked.name ?? folder.replace(/^.*node_modules\//, '');
  const purl = `pkg:npm/${name.replace('@', '%40')}@${locked.version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version: locked.version,
    purl,
    ...(locked.license === undefined ? {} : { licenses: licenseOf(locked.license) }),
    ...(locked.integrity === undefined ? {} : { hashes: [hashOf(locked.integrity)] }),
  };
}

/** One license by its id; anything longer is an expression, such as `(MIT OR Apache-2.0)`. */
function licenseOf(license: string) {
  return [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }];
}

/** npm's `sha512-<base64>`, as CycloneDX writes it. */
function hashOf(integrity: string) {
  const [algorithm = '', digest = ''] = integrity.split('-');
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') };
}
