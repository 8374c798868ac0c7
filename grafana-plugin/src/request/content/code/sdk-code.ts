import { indexJson, type JsonIndex } from '../json/json-index.ts';
import { childrenOf, kindOf, memberOf, nameOf, rawOf, stringOf } from '../json/json-value.ts';
import { PYTHON, TYPESCRIPT, type Language } from './language.ts';
import { literalOf } from './literal.ts';

export type SdkLanguage = 'python' | 'typescript';

const LANGUAGES: Readonly<Record<SdkLanguage, Language>> = { python: PYTHON, typescript: TYPESCRIPT };

/** How the official SDK of an API format is called. */
interface Sdk {
  /** Lines before the call; they make `client`. */
  head: Readonly<Record<SdkLanguage, string>>;
  method: Readonly<Record<SdkLanguage, string>>;
}

const openai = (method: string): Sdk => ({
  head: {
    python: 'from openai import OpenAI\n\nclient = OpenAI()  # reads OPENAI_API_KEY\n',
    typescript: "import OpenAI from 'openai';\n\nconst client = new OpenAI(); // reads OPENAI_API_KEY\n",
  },
  method: { python: `client.${method}`, typescript: `client.${method}` },
});

const SDKS: Readonly<Record<string, Sdk>> = {
  'openai.chat': openai('chat.completions.create'),
  'openai.responses': openai('responses.create'),
  'openai.completions': openai('completions.create'),
  'openai.embeddings': openai('embeddings.create'),
  'openai.moderations': openai('moderations.create'),
  'anthropic.messages': {
    head: {
      python: 'from anthropic import Anthropic\n\nclient = Anthropic()  # reads ANTHROPIC_API_KEY\n',
      typescript:
        "import Anthropic from '@anthropic-ai/sdk';\n\nconst client = new Anthropic(); // reads ANTHROPIC_API_KEY\n",
    },
    method: { python: 'client.messages.create', typescript: 'client.messages.create' },
  },
  'gemini.generate_content': {
    head: {
      python: 'from google import genai\n\nclient = genai.Client()  # reads GEMINI_API_KEY\n',
      typescript:
        "import { GoogleGenAI } from '@google/genai';\n\nconst client = new GoogleGenAI({}); // reads GEMINI_API_KEY\n",
    },
    method: { python: 'client.models.generate_content', typescript: 'client.models.generateContent' },
  },
};

/** Whether there is an SDK for an API format. */
export function hasSdk(apiFormat: string | null): boolean {
  return apiFormat !== null && Object.hasOwn(SDKS, apiFormat);
}

/** A longer body is not written as a program, because that would freeze the page. In characters. */
const MAX_LENGTH = 500_000;

/**
 * A program that sends a recorded body with the official SDK, which reads the key itself. Null if the body is no JSON object, or too
 * long.
 */
export function sdkCode(apiFormat: string, body: string, name: SdkLanguage): string | null {
  const sdk = SDKS[apiFormat];
  const index = body.length > MAX_LENGTH ? null : indexJson(body);
  if (sdk === undefined || index === null || kindOf(index, 0) !== 'object') {
    return null;
  }
  const language = LANGUAGES[name];
  const members =
    apiFormat === 'gemini.generate_content' ? geminiArguments(index, language) : bodyArguments(index, language);
  const call = language.call(sdk.method[name], members);
  return `${sdk.head[name]}\n${language.assign('response', call)}\n`;
}

/** Names of arguments with the program text of their values. A name that occurs twice has its last value, as in the SDK. */
export type Arguments = ReadonlyMap<string, string>;

function bodyArguments(index: JsonIndex, language: Language): Arguments {
  return new Map(membersOf(index, 0).map(([name, value]) => [name, literalOf(index, value, language, 1)]));
}

/** The SDK takes model and contents; everything else of the body is its `config`. */
function geminiArguments(index: JsonIndex, language: Language): Arguments {
  const model = stringOf(index, memberOf(index, 0, 'model')) ?? 'MODEL';
  const contents = memberOf(index, 0, 'contents');
  const generation = memberOf(index, 0, 'generationConfig');
  const config = [
    ...(generation >= 0 ? membersOf(index, generation) : []),
    ...membersOf(index, 0).filter(([name]) => !['model', 'contents', 'generationConfig'].includes(name)),
  ];
  return new Map([
    ['model', language.text(model)],
    ...(contents >= 0 ? [['contents', literalOf(index, contents, language, 1)] as const] : []),
    ...(config.length > 0
      ? [
          [
            'config',
            language.object(
              config.map(([name, value]) => [name, literalOf(index, value, language, 2)]),
              1,
            ),
          ] as const,
        ]
      : []),
  ]);
}

function membersOf(index: JsonIndex, object: number): [string, number][] {
  return kindOf(index, object) === 'object'
    ? [...childrenOf(index, object)].map((value) => [nameOf(index, value) ?? rawOf(index, value), value])
    : [];
}
