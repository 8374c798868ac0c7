// Loads @cerebras/cerebras_cloud_sdk as a CommonJS program does.
const { Cerebras } = require('@cerebras/cerebras_cloud_sdk');

exports.sdk = { Client: Cerebras, options: { warmTCPConnection: false }, usesNodeFetch: true };
