/** Sets up OpenTelemetry SDK 2 as an app does. `processors` contains TokenTrail's span processor, or not. */
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { StartTracing } from '../foreign-spans/traced-program.ts';

export const startTracing: StartTracing<NonNullable<NodeSDKConfiguration['instrumentations']>> = (
  processors,
  instrumentations,
) => {
  const sdk = new NodeSDK({ autoDetectResources: false, spanProcessors: [...processors], instrumentations });
  sdk.start();
  return () => sdk.shutdown();
};
