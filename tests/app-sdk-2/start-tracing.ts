/** OpenTelemetry SDK 2 as an app sets it up, with TokenTrail's span processor where `processors` holds it. */
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
