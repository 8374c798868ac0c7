/** How one SDK is patched. Each `src/sdks/<name>/index.ts` exports one; `src/sdks/index.ts` lists them. */
export interface SdkPatch {
  /** Name of the npm package. */
  readonly module: string;
  /** Path, within the package, of its ESM entry, which must do nothing but re-export. Default: `index.mjs`. */
  readonly esmEntry?: string;
  /** Majors that are patched; others are left alone. */
  readonly majors: readonly number[];
  /**
   * Patches, in place, what the package exports. It is called once for each copy of the package (ESM, CJS, each
   * version); patching what is patched already must do nothing. `version` is that of the package's package.json.
   */
  patch(exports: Record<string, unknown>, version: string): void;
  /**
   * Patches, in place, the class of `client`, where nothing that the package exports is at hand: `instrument(client)`. True
   * where it is one of this SDK in a version that is patched, by whomever; else nothing is done to it. Absent where an SDK
   * cannot be patched so.
   */
  patchClassOf?(client: object): boolean;
}
