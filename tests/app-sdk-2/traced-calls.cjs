/** An app in CommonJS that makes traced calls. */
const { trace } = require('@opentelemetry/api');
const OpenAI = require('openai');
const { makeTracedCalls } = require('../processes/traced-calls.cjs');

void makeTracedCalls(trace, OpenAI);
