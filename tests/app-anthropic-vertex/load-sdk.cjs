// Loads @anthropic-ai/vertex-sdk like a CommonJS program of this app.
const { AnthropicVertex } = require('@anthropic-ai/vertex-sdk');
const { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace');
const { OAuth2Client } = require('google-auth-library');

/** A user of Google Cloud with a valid access token; without one, it is fetched from `tokenUrl`. */
function signedIn(tokenUrl) {
  const authClient = new OAuth2Client({ clientId: 'an-app', endpoints: { oauth2TokenUrl: tokenUrl } });
  const token = { access_token: 'ya29.a0AfB_0123456789abcdef', expiry_date: Date.now() + 3_600_000 };
  authClient.setCredentials(tokenUrl === undefined ? token : { refresh_token: '1//0123456789abcdef' });
  return authClient;
}

exports.sdk = {
  platform: 'vertex',
  Client: AnthropicVertex,
  options: { region: 'us-east5', projectId: 'a-project', authClient: signedIn() },
  /** The default base URL ends with the version of Google's API. */
  basePath: '/v1',
  signedIn,
  tracing: () => {
    const exporter = new InMemorySpanExporter();
    return { exporter, provider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }) };
  },
};
