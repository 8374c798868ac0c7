/** Sets up OpenTelemetry SDK 3 with all instrumentations and TokenTrail. Loaded by `--require`. */
const { getNodeAutoInstrumentations } = require('@opentelemetry/auto-instrumentations-node');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { TokenTrailInstrumentation } = require('@tokentrail/instrumentation');

new NodeSDK({ instrumentations: [getNodeAutoInstrumentations(), new TokenTrailInstrumentation()] }).start();
