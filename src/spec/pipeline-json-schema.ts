import { z } from 'zod';
import { pipelineFile } from './schema/pipeline-file.js';

/** The JSON Schema (draft 7) of pipeline files, for editors. */
export const pipelineJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(pipelineFile, { target: 'draft-07', io: 'input' }),
  title: 'ax-tasks pipeline',
});
