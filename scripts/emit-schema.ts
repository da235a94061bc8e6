import { writeFileSync } from 'node:fs';
import { pipelineJsonSchema } from '../src/spec/pipeline-json-schema.js';

// `npm run emit-schema`, after a change of src/spec/schema.
const file = new URL('../schema/pipeline.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(pipelineJsonSchema(), null, 2)}\n`);
