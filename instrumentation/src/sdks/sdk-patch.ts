/** How one SDK is patched. Each `src/sdks/<name>/index.ts` exports one; `src/sdks/index.ts` lists them. */
export interface SdkPatch {
  /** Name of the npm package. */
  readonly module: string;
  /** Path, within the package, of its ESM entry. Default: `index.mjs`. */
  readonly esmEntry?: string;
  /**
   * Of an ESM entry that defines what it exports: the names, in its own scope, of what `patch` needs. An entry that does
   * nothing but re-export has none.
   */
  readonly esmBindings?: readonly string[];
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

/** An SDK that tells of its calls itself: nothing of it is patched, and nothing of it need be found when it is loaded. */
export interface SdkListener {
  /** Name of the npm package. */
  readonly module: string;
  /** Listens, from now on, in whatever copy of the package. Called again it does nothing. */
  listen(): void;
}
