/** How one SDK is patched. Each `src/sdks/<name>/index.ts` exports one; `src/sdks/index.ts` lists them. */
export interface SdkPatch {
  /** Name of the npm package. */
  readonly module: string;
  /** Path, within the package, of its ESM entry. Default: `index.mjs`. */
  readonly esmEntry?: string;
  /**
   * For an ESM entry that defines its exports itself: the names, in its own scope, that `patch` needs. An entry that only
   * re-exports has none.
   */
  readonly esmBindings?: readonly string[];
  /** Majors that are patched; others are left alone. */
  readonly majors: readonly number[];
  /**
   * Patches, in place, the exports of the package. It is called once for each copy of the package (ESM, CJS, each
   * version); patching again must do nothing. `version` comes from the package's package.json.
   */
  patch(exports: Record<string, unknown>, version: string): void;
  /**
   * Patches, in place, the class of `client` if the package's exports are not available: `instrument(client)`. Returns true
   * if `client` is one of this SDK in a supported version, even if it was already patched; otherwise nothing is changed.
   * Absent if an SDK cannot be patched this way.
   */
  patchClassOf?(client: object): boolean;
}

/** An SDK that publishes its own events: it is not patched and need not be found when it is loaded. */
export interface SdkListener {
  /** Name of the npm package. */
  readonly module: string;
  /** Majors that publish these events. */
  readonly majors: readonly number[];
  /** Starts listening to every copy of the package. A second call does nothing. */
  listen(): void;
}

/** An SDK with its supported versions as a semver range: `openai >=6 <8`. Its majors are consecutive. */
export function supportedVersions({ module, majors }: Pick<SdkPatch, 'module' | 'majors'>): string {
  return `${module} >=${Math.min(...majors)} <${Math.max(...majors) + 1}`;
}
