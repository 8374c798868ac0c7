/** How one SDK is patched. Each `src/sdks/<name>/index.ts` exports one; `src/sdks/index.ts` lists them. */
export interface SdkPatch {
  /** Name of the npm package. */
  readonly module: string;
  /** Path, within the package, of its ESM entry. Default: `index.mjs`. */
  readonly esmEntry?: string;
  /**
   * For an ESM entry that defines its exports itself: the names of the local bindings that `patch` needs. Absent if the
   * entry only re-exports.
   */
  readonly esmBindings?: readonly string[];
  /** The major versions that are patched; others are not touched. */
  readonly majors: readonly number[];
  /**
   * Patches the package's exports in place. Called once for each copy of the package (ESM, CJS, each version); must do
   * nothing if they are already patched. `version` is from the package's package.json.
   */
  patch(exports: Record<string, unknown>, version: string): void;
  /**
   * Patches the class of `client` in place, without the package's exports; used by `instrument(client)`. Returns true
   * if `client` belongs to this SDK, in a supported version, and is now patched (or was before); otherwise does
   * nothing. Absent if the SDK cannot be patched this way.
   */
  patchClassOf?(client: object): boolean;
}

/** An SDK that reports its calls itself. It is not patched, so its module need not be hooked when it loads. */
export interface SdkListener {
  /** Name of the npm package. */
  readonly module: string;
  /** Starts to listen to all copies of the package. Does nothing if called again. */
  listen(): void;
}
