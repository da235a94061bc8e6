import { writeFileSync } from 'node:fs';
import {
  pipelineJsonSchema,
  receiversJsonSchema,
  scheduleJsonSchema,
  taskJsonSchema,
} from '../src/files/json-schemas.js';
import { qualityJsonSchema } from '../src/files/result/quality-document.js';
import { verificationJsonSchema } from '../src/files/result/verification-document.js';
import { resultJsonSchema } from '../src/files/result/result-json-schema.js';

// `npm run emit-schema`, after a change of src/files/.
const emit = (name: string, schema: object): void =>
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);

emit('pipeline.schema.json', pipelineJsonSchema());
emit('task.schema.json', taskJsonSchema());
emit('schedule.schema.json', scheduleJsonSchema());
emit('receivers.schema.json', receiversJsonSchema());
emit('result.schema.json', resultJsonSchema());
emit('quality.schema.json', qualityJsonSchema());
emit('verification.schema.json', verificationJsonSchema());
