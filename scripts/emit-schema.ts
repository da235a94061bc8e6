import { writeFileSync } from 'node:fs';
import { pipelineJsonSchema } from '../src/spec/pipeline-json-schema.js';

// Run after a change of src/spec/schema: npx tsx scripts/emit-schema.ts && npx prettier --write schema
const file = new URL('../schema/pipeline.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(pipelineJsonSchema(), null, 2)}\n`);
