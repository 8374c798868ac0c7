import { wasRuntimeSet } from '../api/runtime.ts';
import { switchSdkCalls } from '../sdks/start-sdk-call.ts';
import { recordSdkCalls } from './register-tokentrail.ts';
import { startRecording } from './start.ts';
import { VERSION } from './version.ts';

export interface TokenTrailInstrumentationConfig {
  /** Whether the constructor enables it. Default: true. As with every instrumentation, `NodeSDK` enables it later. */
  enabled?: boolean;
}

/**
 * TokenTrail as one more instrumentation of an OpenTelemetry SDK, 2.x or 3.x:
 *
 *     new NodeSDK({ instrumentations: [getNodeAutoInstrumentations(), new TokenTrailInstrumentation()] }).start();
 *
 * It has the shape of `Instrumentation` in `@opentelemetry/instrumentation`. That package is not imported, because its
 * versions for SDK 2.x and 3.x cannot be mixed. Options are the environment variables of `register`; beside `register`
 * each call counts once. Never throws.
 */
export class TokenTrailInstrumentation {
  readonly instrumentationName = '@tokentrail/instrumentation';
  readonly instrumentationVersion = VERSION;
  #config: TokenTrailInstrumentationConfig = {};
  #enabled = false;

  constructor(config: TokenTrailInstrumentationConfig = {}) {
    this.setConfig(config);
    if (this.#config.enabled === true) this.enable();
  }

  /**
   * Patches the SDKs loaded from now on and records their calls. Starts recording, unless it was started or stopped
   * before.
   */
  enable(): void {
    this.#enabled = true;
    if (!wasRuntimeSet()) startRecording();
    recordSdkCalls();
  }

  /**
   * Stops recording new calls of SDKs, in the whole process: also those that `register` or `instrument` patched. The
   * patched methods pass straight through, and calls that are running get their record. Everything else that TokenTrail
   * records is not affected; `shutdown()` ends it.
   */
  disable(): void {
    if (!this.#enabled) return;
    this.#enabled = false;
    switchSdkCalls(false);
  }

  /** Does nothing: records do not use the app's tracer provider, so none of its settings affect them. */
  setTracerProvider(_provider: unknown): void {}

  /** Does nothing: TokenTrail's metrics do not use the app's meter provider. */
  setMeterProvider(_provider: unknown): void {}

  setConfig(config: TokenTrailInstrumentationConfig): void {
    this.#config = { enabled: true, ...config };
  }

  getConfig(): TokenTrailInstrumentationConfig {
    return this.#config;
  }
}
