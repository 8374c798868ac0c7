import { sellerOfProvider } from '@tokentrail/pricing';
import { snapshotDocument } from '@tokentrail/pricing/snapshot';
import { providerOfHost } from './provider-of-host.ts';

test.each([
  ['api.openai.com', 'openai'],
  ['eu.api.openai.com', 'openai'],
  ['contoso.openai.azure.com', 'azure.ai.openai'],
  ['contoso.services.ai.azure.com', 'azure.ai.openai'],
  ['api.deepseek.com', 'deepseek'],
  ['api.groq.com', 'groq'],
  ['api.mistral.ai', 'mistral_ai'],
  ['api.x.ai', 'x_ai'],
  ['openrouter.ai', 'openrouter'],
  ['api.together.xyz', 'together'],
  ['api.fireworks.ai', 'fireworks'],
  ['api.perplexity.ai', 'perplexity'],
  ['generativelanguage.googleapis.com', 'gcp.gemini'],
  ['europe-west1-aiplatform.googleapis.com', 'gcp.vertex_ai'],
  ['aiplatform.eu.rep.googleapis.com', 'gcp.vertex_ai'],
  ['bedrock-runtime.us-east-1.amazonaws.com', 'aws.bedrock'],
  ['bedrock-mantle.us-east-1.api.aws', 'aws.bedrock'],
  ['API.OpenAI.com', 'openai'],
  ['api.cerebras.ai', 'cerebras'],
  ['api.sambanova.ai', 'sambanova'],
  ['api.deepinfra.com', 'deepinfra'],
  ['api.studio.nebius.com', 'nebius'],
  ['models.github.ai', 'github'],
  ['models.inference.ai.azure.com', 'github'],
  ['contoso.eastus2.models.ai.azure.com', 'azure.ai.inference'],
  ['api.moonshot.cn', 'moonshot_ai'],
  ['open.bigmodel.cn', 'zhipu'],
  ['api.z.ai', 'zai'],
  ['us-south.ml.cloud.ibm.com', 'ibm.watsonx.ai'],
])('%s is %s', (host, provider) => {
  expect(providerOfHost(host)).toBe(provider);
});

test.each(['llm.internal.example', '127.0.0.1', 'notopenai.azure.com', 'evil-api.openai.com.example', 'constructor'])(
  'the unknown host %s is its own provider',
  (host) => {
    expect(providerOfHost(host)).toBe(host);
  },
);

const sellers = new Map((snapshotDocument().entries ?? []).map(({ seller }) => [seller.provider, seller.hosts ?? []]));
const HOSTS_SOLD = [...sellers].flatMap(([seller, hosts]) =>
  hosts.map((pattern) => [pattern.replace('*', 'us-east-1'), seller] as const),
);

test.each(HOSTS_SOLD)('the price book and the record name the same provider for %s: %s', (host, seller) => {
  expect(sellerOfProvider(providerOfHost(host))).toBe(seller);
});
