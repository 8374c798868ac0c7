/** Sets up OpenTelemetry SDK 2 with all instrumentations and TokenTrail. Loaded by `--import`. */
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { TokenTrailInstrumentation } from '@tokentrail/instrumentation';

new NodeSDK({ instrumentations: [getNodeAutoInstrumentations(), new TokenTrailInstrumentation()] }).start();
