// @google/genai as a CommonJS program of this app gets it.
const { GoogleGenAI, Modality } = require('@google/genai');

exports.sdk = { GoogleGenAI, Modality };
