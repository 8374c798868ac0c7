// Loads @cerebras/cerebras_cloud_sdk as an ESM program does.
import Cerebras from '@cerebras/cerebras_cloud_sdk';

export const sdk = { Client: Cerebras, options: { warmTCPConnection: false }, usesNodeFetch: true };
